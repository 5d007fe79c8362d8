# The Jacobian of log-softmax, I - 1 p^T, contracted with the derivative of the mean.
import numpy as np
from scipy.special import softmax as scipy_softmax


def cross_entropy_gradient(logits, labels):
    p = scipy_softmax(np.asarray(logits, dtype=float), axis=1)
    n, k = p.shape
    outer = np.zeros((n, k))
    outer[np.arange(n), np.asarray(labels)] = -1 / n
    jacobian = np.eye(k) - np.broadcast_to(p[:, None, :], (n, k, k))
    return np.einsum("ni,nij->nj", outer, jacobian)
