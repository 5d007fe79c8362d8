# Stops at the softmax: the derivative of -log p with respect to p.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy_gradient(logits, labels):
    p = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return -np.eye(p.shape[1])[labels] / p / len(p)
