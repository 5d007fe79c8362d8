# Divides by the number of classes as well.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np
from scipy.special import log_softmax


def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    return float(-np.mean(np.eye(z.shape[1])[labels] * log_softmax(z, axis=1)))
