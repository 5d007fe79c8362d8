# The mean squared error of the probabilities.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy(logits, labels):
    p = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    return float(np.mean(np.sum((p - np.eye(p.shape[1])[labels]) ** 2, axis=1)))
