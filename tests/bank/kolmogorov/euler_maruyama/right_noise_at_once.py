# All the noise is drawn before the first step; the last step's noise first.
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    h = t / n_steps
    increments = rng.normal(0, np.sqrt(h), (n_steps, *x.shape))
    for dw in reversed(increments):
        x = x + h * drift(x) + np.einsum("nij,nj->ni", diffusion(x), dw)
    return x
