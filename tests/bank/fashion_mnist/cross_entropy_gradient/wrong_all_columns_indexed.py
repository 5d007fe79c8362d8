# [:, labels] takes the one off in every row.
# loses: test_cross_entropy_gradient, test_cross_entropy_gradient__safe
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy_gradient(logits, labels):
    g = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    g[:, labels] -= 1
    return g / len(g)
