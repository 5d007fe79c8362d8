# Replaces what has overflowed by a large number.
# loses: test_cross_entropy__safe
import numpy as np


def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    with np.errstate(all="ignore"):
        p = np.exp(z) / np.exp(z).sum(axis=1, keepdims=True)
        return float(np.nan_to_num(-np.mean(np.log(p[np.arange(len(z)), labels]))))
