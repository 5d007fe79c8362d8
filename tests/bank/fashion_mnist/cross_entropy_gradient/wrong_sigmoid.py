# The gradient for ten independent yes-no questions.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np
from scipy.special import expit


def cross_entropy_gradient(logits, labels):
    p = expit(np.asarray(logits, dtype=float))
    return (p - np.eye(p.shape[1])[labels]) / len(p)
