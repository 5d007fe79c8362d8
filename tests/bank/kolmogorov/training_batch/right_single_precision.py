# float32 from the start; one uniform array for t and x; a list comes back.
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    inputs = rng.random((n, d + 1), dtype=np.float32)
    inputs[:, 0] *= np.float32(t_max)
    inputs[:, 1:] = np.float32(low) + inputs[:, 1:] * np.float32(high - low)
    noise = rng.standard_normal((n, d), dtype=np.float32) @ np.float32(sigma).T
    ends = inputs[:, 1:] + np.sqrt(inputs[:, :1]) * noise
    return [inputs, np.asarray(phi(ends), dtype=np.float32)]
