# A generator of its own with a fixed seed.
# loses: test_training_batch__rng
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    rng = np.random.default_rng(0)
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, d))
    noise = rng.standard_normal((n, d))
    targets = phi(x + np.sqrt(t) * (noise @ np.asarray(sigma).T))
    inputs = np.hstack([t, x])
    return inputs.astype(np.float32), targets.astype(np.float32)
