# The whole batch sums to 1.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z - z.max(axis=1, keepdims=True))
    return weights / weights.sum()
