# Takes the first entry of the diffusion matrix.
# loses: test_euler_maruyama__noise, test_euler_maruyama__state
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    h = t / n_steps
    for _ in range(n_steps):
        noise = rng.standard_normal(x.shape)
        x = x + h * drift(x) + np.sqrt(h) * diffusion(x)[:, 0, :1] * noise
    return x
