# exp(z - log sum exp z), the logarithm by a reduction with logaddexp.
import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    return np.exp(z - np.logaddexp.reduce(z, axis=1)[:, None])
