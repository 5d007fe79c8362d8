# Takes the logits for probabilities.
# loses: test_cross_entropy, test_cross_entropy__inputs, test_cross_entropy__safe
import numpy as np


def cross_entropy(logits, labels):
    p = np.asarray(logits, dtype=float)
    with np.errstate(all="ignore"):
        return float(-np.mean(np.log(p[np.arange(len(p)), labels])))
