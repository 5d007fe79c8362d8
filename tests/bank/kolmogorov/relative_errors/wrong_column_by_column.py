# Norms along the batch: an array for each column.
# loses: test_relative_errors__shapes
import numpy as np


def relative_errors(predicted, exact):
    predicted, exact = np.asarray(predicted), np.asarray(exact)
    error = np.abs(predicted - exact)
    size = np.abs(exact)
    return {
        "L1": np.sum(error, axis=0) / np.sum(size, axis=0),
        "L2": np.sqrt(np.sum(error**2, axis=0) / np.sum(size**2, axis=0)),
        "Linf": np.max(error, axis=0) / np.max(size, axis=0),
    }
