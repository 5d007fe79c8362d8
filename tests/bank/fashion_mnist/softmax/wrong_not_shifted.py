# exp of a large logit is infinite.
# loses: test_softmax__safe
import numpy as np


def softmax(logits):
    weights = np.exp(np.asarray(logits, dtype=float))
    return weights / weights.sum(axis=1, keepdims=True)
