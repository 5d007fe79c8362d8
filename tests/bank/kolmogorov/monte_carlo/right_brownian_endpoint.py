# Copies of x, sent through `brownian_endpoint`.
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    start = np.tile(np.asarray(x, dtype=float), (n_samples, 1))
    values = np.asarray(phi(brownian_endpoint(start, t, sigma, rng)))
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
