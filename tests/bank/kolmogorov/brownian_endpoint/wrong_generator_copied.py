# Draws from a copy: the generator stays where it was, and the next call gives the same noise.
# loses: test_brownian_endpoint__rng
import copy

import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = copy.deepcopy(rng).standard_normal(x.shape)
    return x + np.sqrt(t) * (noise @ sigma.T)
