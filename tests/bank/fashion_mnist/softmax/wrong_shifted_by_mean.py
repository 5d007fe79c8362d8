# The mean of the row is no bound for its entries.
# loses: test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z - z.mean(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
