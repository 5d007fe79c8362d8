# NumPy's global state instead of `rng`.
# loses: test_brownian_endpoint__rng
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = np.random.randn(*x.shape)
    return x + np.sqrt(t) * (noise @ sigma.T)
