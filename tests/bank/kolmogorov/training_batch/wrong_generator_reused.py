# The same stream for t, x and the noise: they depend on each other.
# loses: test_training_batch
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    seed = int(rng.integers(2**32))
    t = np.random.default_rng(seed).uniform(0, t_max, (n, 1))
    x = np.random.default_rng(seed).uniform(low, high, (n, d))
    noise = rng.standard_normal((n, d))
    targets = phi(x + np.sqrt(t) * (noise @ np.asarray(sigma).T))
    inputs = np.hstack([t, x])
    return inputs.astype(np.float32), targets.astype(np.float32)
