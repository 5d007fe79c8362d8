# One normal number a row for all coordinates.
# loses: test_training_batch__targets
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, d))
    noise = rng.standard_normal((n, 1)) * np.ones(d)
    targets = phi(x + np.sqrt(t) * (noise @ np.asarray(sigma).T))
    inputs = np.hstack([t, x])
    return inputs.astype(np.float32), targets.astype(np.float32)
