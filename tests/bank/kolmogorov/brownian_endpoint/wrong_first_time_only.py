# Takes the first time for all rows.
# loses: test_brownian_endpoint__times
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal(x.shape)
    return x + np.sqrt(np.ravel(t)[0]) * (noise @ sigma.T)
