# One shift for the whole batch: a row far below it underflows.
# loses: test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z - z.max())
    return weights / weights.sum(axis=1, keepdims=True)
