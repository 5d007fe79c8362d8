# A thousand samples, whatever is asked for.
# loses: test_monte_carlo, test_monte_carlo__standard_error, test_monte_carlo__independent
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal((1000, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.std(ddof=1) / np.sqrt(len(values))
