# The loss at the most probable class, whatever the label.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np
from scipy.special import log_softmax


def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    return float(-np.mean(log_softmax(z, axis=1).max(axis=1)))
