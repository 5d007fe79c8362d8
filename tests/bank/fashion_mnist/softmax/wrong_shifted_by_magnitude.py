# The largest absolute value: a row of large negative logits underflows.
# loses: test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z - np.abs(z).max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
