# exp(-z), as for energies.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z.min(axis=1, keepdims=True) - z)
    return weights / weights.sum(axis=1, keepdims=True)
