# A generator of its own with a fixed seed.
# loses: test_monte_carlo__independent
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = np.random.default_rng(1).standard_normal((n_samples, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
