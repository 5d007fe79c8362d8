# The diffusion is evaluated at the point that the drift has moved already.
# loses: test_euler_maruyama__state
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    h = t / n_steps
    for _ in range(n_steps):
        noise = rng.standard_normal(x.shape)
        x = x + h * drift(x)
        x = x + np.sqrt(h) * np.einsum("nij,nj->ni", diffusion(x), noise)
    return x
