# A generator of its own with a fixed seed.
# loses: test_euler_maruyama__rng
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    rng = np.random.default_rng(0)
    h = t / n_steps
    for _ in range(n_steps):
        noise = rng.standard_normal(x.shape)
        x = x + h * drift(x) + np.sqrt(h) * np.einsum("nij,nj->ni", diffusion(x), noise)
    return x
