# Divides by at least 1.
# loses: test_relative_errors, test_relative_errors__shapes
import numpy as np


def relative_errors(predicted, exact):
    predicted, exact = np.asarray(predicted), np.asarray(exact)
    error = np.abs(predicted - exact)
    size = np.abs(exact)
    return {
        "L1": np.sum(error) / max(1, np.sum(size)),
        "L2": np.sqrt(np.sum(error**2) / max(1, np.sum(size**2))),
        "Linf": np.max(error) / max(1, np.max(size)),
    }
