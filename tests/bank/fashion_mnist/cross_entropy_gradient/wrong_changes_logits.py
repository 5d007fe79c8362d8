# Works in the array that was passed.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np


def cross_entropy_gradient(logits, labels):
    g = np.asarray(logits)
    g -= g.max(axis=1, keepdims=True)
    np.exp(g, out=g)
    g /= g.sum(axis=1, keepdims=True)
    g[np.arange(len(g)), labels] -= 1
    g /= len(g)
    return g
