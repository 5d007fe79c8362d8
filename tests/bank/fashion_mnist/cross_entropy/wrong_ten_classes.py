# Ten classes, whatever the logits have.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np


def cross_entropy(logits, labels):
    logits = np.asarray(logits, dtype=float)
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return float(-(np.eye(10)[np.asarray(labels)] * log_p).sum(axis=1).mean())
