# A list has no `shape`.
# loses: test_brownian_endpoint, test_brownian_endpoint__times
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    noise = rng.standard_normal(x.shape)
    return x + np.sqrt(t) * (noise @ sigma.T)
