# The logarithm of a softmax that has underflowed to 0.
# loses: test_cross_entropy__safe
import numpy as np


def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    weights = np.exp(z - z.max(axis=1, keepdims=True))
    probabilities = weights / weights.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        return float(-np.mean(np.log(probabilities[np.arange(len(z)), labels])))
