# Nothing is taken off at the label.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy_gradient(logits, labels):
    p = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    return p / len(p)
