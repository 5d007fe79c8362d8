# Powers of two.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp2(z - z.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)
