# One row after the other; column vectors for σN.
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x = np.asarray(x, dtype=float)
    sigma = np.asarray(sigma, dtype=float)
    batch, d = x.shape
    roots = np.ones(batch) * np.sqrt(np.ravel(t))
    ends = np.empty((batch, d))
    for i in range(batch):
        ends[i] = x[i] + roots[i] * (sigma @ rng.standard_normal(d))
    return ends
