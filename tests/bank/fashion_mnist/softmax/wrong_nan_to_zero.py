# Hides the overflow: the rows do not sum to 1.
# loses: test_softmax__safe
import numpy as np


def softmax(logits):
    with np.errstate(all="ignore"):
        weights = np.exp(np.asarray(logits, dtype=float))
        return np.nan_to_num(weights / weights.sum(axis=1, keepdims=True))
