# Inner products, sorting for the maximum, plain floats.
import numpy as np


def _norms_of(a):
    a = np.array(a, dtype=np.float64).reshape(-1)
    return np.ones(a.size) @ np.abs(a), np.sqrt(a @ a), np.sort(np.abs(a))[-1]


def relative_errors(predicted, exact):
    above = _norms_of(np.subtract(predicted, exact))
    below = _norms_of(exact)
    return {k: float(a / b) for k, a, b in zip(["L1", "L2", "Linf"], above, below)}
