# Scales each entry by 1 − τ/|z|, which is 0/0 for 0 with the threshold 0.
# loses: test_soft_threshold
import numpy as np


def soft_threshold(z, threshold):
    with np.errstate(divide="ignore", invalid="ignore"):
        return z * np.maximum(1 - threshold / np.abs(z), 0)
