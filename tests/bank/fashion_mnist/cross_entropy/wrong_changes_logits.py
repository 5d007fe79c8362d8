# Shifts the array that was passed.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np


def cross_entropy(logits, labels):
    logits = np.asarray(logits)
    logits -= logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(logits).sum(axis=1)) - logits[np.arange(len(logits)), labels]
    return float(losses.mean())
