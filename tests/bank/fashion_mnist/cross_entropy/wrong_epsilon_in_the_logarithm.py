# log(p + 1e-12) never exceeds 27.6.
# loses: test_cross_entropy__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy(logits, labels):
    p = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    return float(-np.mean(np.log(p[np.arange(len(p)), labels] + 1e-12)))
