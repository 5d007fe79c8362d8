# In per cent.
# loses: test_relative_errors, test_relative_errors__shapes
import numpy as np


def relative_errors(predicted, exact):
    predicted, exact = np.asarray(predicted), np.asarray(exact)
    error = np.abs(predicted - exact)
    size = np.abs(exact)
    return {
        "L1": 100 * np.sum(error) / np.sum(size),
        "L2": 100 * np.sqrt(np.sum(error**2) / np.sum(size**2)),
        "Linf": 100 * np.max(error) / np.max(size),
    }
