# Draws from a copy: the next call gives the same noise.
# loses: test_euler_maruyama__rng
import copy

import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    rng = copy.deepcopy(rng)
    h = t / n_steps
    for _ in range(n_steps):
        noise = rng.standard_normal(x.shape)
        x = x + h * drift(x) + np.sqrt(h) * np.einsum("nij,nj->ni", diffusion(x), noise)
    return x
