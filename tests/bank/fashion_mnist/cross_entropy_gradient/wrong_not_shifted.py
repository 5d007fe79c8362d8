# exp of a large logit is infinite.
# loses: test_cross_entropy_gradient__safe
import numpy as np


def cross_entropy_gradient(logits, labels):
    p = np.exp(np.asarray(logits, dtype=float))
    p /= p.sum(axis=1, keepdims=True)
    return (p - np.eye(p.shape[1])[labels]) / len(p)
