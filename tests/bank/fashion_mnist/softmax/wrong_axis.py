# Columns sum to 1, not rows.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z - z.max(axis=0))
    return weights / weights.sum(axis=0)
