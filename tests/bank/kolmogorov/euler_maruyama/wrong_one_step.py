# One step, whatever `n_steps`.
# loses: test_euler_maruyama, test_euler_maruyama__noise, test_euler_maruyama__state, test_euler_maruyama__rng
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    h = t
    for _ in range(1):
        noise = rng.standard_normal(x.shape)
        x = x + h * drift(x) + np.sqrt(h) * np.einsum("nij,nj->ni", diffusion(x), noise)
    return x
