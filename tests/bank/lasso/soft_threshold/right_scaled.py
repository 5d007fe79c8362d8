# Scales each entry by max(1 − τ/|z|, 0), with 0 taken care of.
import numpy as np


def soft_threshold(z, threshold):
    z = np.asarray(z, dtype=float)
    size = np.where(z == 0, 1.0, np.abs(z))
    return z * np.maximum(1 - threshold / size, 0)
