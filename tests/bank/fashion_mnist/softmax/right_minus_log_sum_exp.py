# exp(z - log-sum-exp), in whatever type the logits come.
import numpy as np
from scipy.special import logsumexp


def softmax(logits):
    z = np.asarray(logits)
    return np.exp(z - logsumexp(z, axis=1, keepdims=True))
