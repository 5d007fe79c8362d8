# Clips the logits, so that large ones are all alike.
# loses: test_softmax__safe
import numpy as np


def softmax(logits):
    weights = np.exp(np.clip(logits, -500, 500))
    return weights / weights.sum(axis=1, keepdims=True)
