# One noise vector for all rows.
# loses: test_euler_maruyama__noise, test_euler_maruyama__state, test_euler_maruyama__rng
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    h = t / n_steps
    for _ in range(n_steps):
        noise = rng.standard_normal((1, x.shape[1])) * np.ones(x.shape)
        x = x + h * drift(x) + np.sqrt(h) * np.einsum("nij,nj->ni", diffusion(x), noise)
    return x
