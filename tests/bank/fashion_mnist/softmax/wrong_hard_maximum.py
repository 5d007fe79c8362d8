# A one at the largest logit.
# loses: test_softmax, test_softmax__safe
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    return np.eye(z.shape[1])[z.argmax(axis=1)]
