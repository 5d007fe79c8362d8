# Counts the classes from 1.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy_gradient(logits, labels):
    g = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    g[np.arange(len(g)), np.asarray(labels) - 1] -= 1
    return g / len(g)
