# NumPy's global state instead of `rng`.
# loses: test_monte_carlo__independent
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = np.random.normal(size=(n_samples, x.shape[0]))
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
