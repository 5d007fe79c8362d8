# Row by row into arrays of float32; the noise is drawn first.
import numpy as np


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    inputs = np.zeros((n, d + 1), dtype="float32")
    ends = np.zeros((n, d))
    sigma = np.asarray(sigma)
    for i in range(n):
        noise = rng.standard_normal(d)
        x = low + (high - low) * rng.random(d)
        t = t_max * rng.random()
        inputs[i, 0] = t
        inputs[i, 1:] = x
        ends[i] = x + np.sqrt(t) * sigma.dot(noise)
    return inputs, np.float32(phi(ends)).reshape(n, 1)
