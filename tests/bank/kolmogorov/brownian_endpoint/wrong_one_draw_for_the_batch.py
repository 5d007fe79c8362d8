# One noise vector for all rows.
# loses: test_brownian_endpoint, test_brownian_endpoint__times, test_brownian_endpoint__rng
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal(x.shape[1])
    return x + np.sqrt(t) * (noise @ sigma.T)
