# Walks twice for half the time.
import numpy as np


def _walk_for(points, time, factor, generator):
    return points + np.sqrt(time) * generator.standard_normal(points.shape).dot(factor.T)


def brownian_endpoint(x, t, sigma, rng):
    half = np.asarray(t, dtype=float) / 2
    sigma = np.asarray(sigma, dtype=float)
    middle = _walk_for(np.asarray(x, dtype=float), half, sigma, rng)
    return _walk_for(middle, half, sigma, rng)
