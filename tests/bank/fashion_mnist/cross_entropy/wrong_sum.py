# The sum over the batch.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np
from scipy.special import logsumexp


def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    return float(np.sum(logsumexp(z, axis=1) - z[np.arange(len(z)), labels]))
