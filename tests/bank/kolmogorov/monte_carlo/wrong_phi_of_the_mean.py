# φ of the mean endpoint.
# loses: test_monte_carlo
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal((n_samples, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return phi(
        np.mean(x + np.sqrt(t) * (noise @ sigma.T), axis=0, keepdims=True)
    ).item(), values.std(ddof=1) / np.sqrt(n_samples)
