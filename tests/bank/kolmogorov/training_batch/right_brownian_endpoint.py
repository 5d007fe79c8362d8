# With `brownian_endpoint`, then cast.
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, d))
    inputs = np.concatenate([t, x], axis=1)
    return inputs.astype(np.float32), np.asarray(phi(brownian_endpoint(x, t, sigma, rng))).astype(
        np.float32
    )
