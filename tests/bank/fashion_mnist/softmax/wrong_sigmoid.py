# Each logit by itself.
# loses: test_softmax, test_softmax__safe
import numpy as np
from scipy.special import expit


def softmax(logits):
    return expit(np.asarray(logits, dtype=float))
