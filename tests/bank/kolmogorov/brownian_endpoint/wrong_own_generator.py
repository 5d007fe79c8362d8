# A fresh generator of its own: not reproducible.
# loses: test_brownian_endpoint__rng
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = np.random.default_rng().standard_normal(x.shape)
    return x + np.sqrt(t) * (noise @ sigma.T)
