# Lower-case keys.
# loses: test_relative_errors, test_relative_errors__shapes
import numpy as np


def relative_errors(predicted, exact):
    predicted, exact = np.asarray(predicted), np.asarray(exact)
    error = np.abs(predicted - exact)
    size = np.abs(exact)
    return {
        "l1": np.sum(error) / np.sum(size),
        "l2": np.sqrt(np.sum(error**2) / np.sum(size**2)),
        "linf": np.max(error) / np.max(size),
    }
