# A list has no `shape`.
# loses: test_monte_carlo, test_monte_carlo__standard_error
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    noise = rng.standard_normal((n_samples, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
