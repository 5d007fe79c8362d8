# Divides the logits themselves by their sum.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    z = z - z.min(axis=1, keepdims=True) + 1
    return z / z.sum(axis=1, keepdims=True)
