# The deviation with 1/n: the same for many samples. 0-d arrays come back.
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    noise = rng.normal(size=(len(x), n_samples))
    ends = np.reshape(x, (-1, 1)) + np.sqrt(t) * np.dot(sigma, noise)
    values = np.ravel(phi(ends.T))
    estimate = np.array(values.sum() / n_samples)
    return estimate, np.array(np.sqrt((np.mean(values**2) - estimate**2) / n_samples))
