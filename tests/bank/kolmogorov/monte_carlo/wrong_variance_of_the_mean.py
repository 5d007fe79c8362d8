# The variance of the mean, not its root.
# loses: test_monte_carlo__standard_error, test_monte_carlo__independent
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal((n_samples, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.var(ddof=1) / n_samples
