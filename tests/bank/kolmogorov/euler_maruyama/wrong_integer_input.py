# A copy of an integer array takes no fractions.
# loses: test_euler_maruyama
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.array(x)
    h = t / n_steps
    for _ in range(n_steps):
        noise = rng.standard_normal(x.shape)
        x += h * drift(x) + np.sqrt(h) * np.einsum("nij,nj->ni", diffusion(x), noise)
    return x
