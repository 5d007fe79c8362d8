# Draws from a copy: the next call gives the same samples.
# loses: test_monte_carlo__independent
import copy

import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = copy.deepcopy(rng).standard_normal((n_samples, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
