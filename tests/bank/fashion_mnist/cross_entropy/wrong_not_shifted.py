# exp of a large logit is infinite.
# loses: test_cross_entropy__safe
import numpy as np


def cross_entropy(logits, labels):
    z = np.asarray(logits, dtype=float)
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]))
