# Shifts the array that was passed.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    logits = np.asarray(logits)
    logits -= logits.max(axis=1, keepdims=True)
    weights = np.exp(logits)
    return weights / weights.sum(axis=1, keepdims=True)
