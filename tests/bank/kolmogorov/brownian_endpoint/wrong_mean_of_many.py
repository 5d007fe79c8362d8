# The mean of a hundred samples a row: no randomness is left.
# loses: test_brownian_endpoint, test_brownian_endpoint__times
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal((100, *x.shape)).mean(axis=0)
    return x + np.sqrt(t) * (noise @ sigma.T)
