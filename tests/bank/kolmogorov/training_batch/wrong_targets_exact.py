# The exact solution for ‖x‖² as the target.
# loses: test_training_batch__targets, test_training_batch__rng
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, d))
    noise = rng.standard_normal((n, d))
    targets = np.sum(x**2, axis=1, keepdims=True) + t * np.sum(np.asarray(sigma) ** 2)
    inputs = np.hstack([t, x])
    return inputs.astype(np.float32), targets.astype(np.float32)
