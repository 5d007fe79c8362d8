# One normal number a sample for all coordinates.
# loses: test_monte_carlo, test_monte_carlo__standard_error, test_monte_carlo__independent
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    noise = rng.standard_normal((n_samples, 1)) * np.ones(len(x))
    values = phi(np.asarray(x) + np.sqrt(t) * noise @ np.asarray(sigma).T)
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
