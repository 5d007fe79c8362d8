# Welford's recursion, one sample at a time.
import math

import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    root = math.sqrt(t) * np.asarray(sigma, dtype=float)
    x = np.asarray(x, dtype=float)
    mean = squares = 0.0
    for n in range(1, n_samples + 1):
        value = np.asarray(phi((x + root @ rng.standard_normal(len(x)))[None, :])).item()
        gap = value - mean
        mean += gap / n
        squares += gap * (value - mean)
    return mean, math.sqrt(squares / (n_samples - 1) / n_samples)
