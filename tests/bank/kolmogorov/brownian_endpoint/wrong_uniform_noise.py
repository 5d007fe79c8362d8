# Uniform noise with variance 1.
# loses: test_brownian_endpoint__times
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = np.sqrt(3) * rng.uniform(-1, 1, x.shape)
    return x + np.sqrt(t) * (noise @ sigma.T)
