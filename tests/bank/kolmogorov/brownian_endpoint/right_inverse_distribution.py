# Normals from uniforms by the inverse distribution function; the last coordinate is drawn first.
import numpy as np
from scipy.special import ndtri


def brownian_endpoint(x, t, sigma, rng):
    x = np.asarray(x, dtype=float)
    uniform = 1.0 - rng.random(x.shape[::-1])
    uniform = np.clip(uniform, 1e-300, 1 - 1e-16)
    return x + np.sqrt(np.asarray(t, dtype=float)) * np.matmul(sigma, ndtri(uniform)[::-1]).T
