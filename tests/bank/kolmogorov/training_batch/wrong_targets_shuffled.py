# Shuffles the targets, not the inputs.
# loses: test_training_batch__targets
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, d))
    noise = rng.standard_normal((n, d))
    targets = phi(x + np.sqrt(t) * (noise @ np.asarray(sigma).T))
    inputs = np.hstack([t, x])
    return inputs.astype(np.float32), rng.permutation(targets).astype(np.float32)
