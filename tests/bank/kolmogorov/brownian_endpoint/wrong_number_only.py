# Only for a number t: `math.sqrt` of a column of times fails.
# loses: test_brownian_endpoint__times, test_brownian_endpoint__rng
import math

import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal(x.shape)
    return x + math.sqrt(t) * (noise @ sigma.T)
