# The softmax of the softmax.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np
from scipy.special import log_softmax
from scipy.special import softmax as scipy_softmax


def cross_entropy(logits, labels):
    z = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    return float(-np.mean(log_softmax(z, axis=1)[np.arange(len(z)), labels]))
