# Clips as Keras does with probabilities.
# loses: test_cross_entropy__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy(logits, labels):
    p = np.clip(scipy_softmax(np.asarray(logits, dtype=float), axis=1), 1e-7, 1 - 1e-7)
    return float(-np.mean(np.log(p[np.arange(len(p)), labels])))
