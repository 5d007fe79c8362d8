# Random signs for the noise: variance 1, but not normal.
# loses: test_brownian_endpoint__times, test_brownian_endpoint__rng
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.choice([-1.0, 1.0], size=x.shape)
    return x + np.sqrt(t) * (noise @ sigma.T)
