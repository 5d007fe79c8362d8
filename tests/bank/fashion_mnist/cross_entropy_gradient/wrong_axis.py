# Normalises over the batch.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy_gradient(logits, labels):
    p = scipy_softmax(np.asarray(logits, dtype=float), axis=0)
    return (p - np.eye(p.shape[1])[labels]) / len(p)
