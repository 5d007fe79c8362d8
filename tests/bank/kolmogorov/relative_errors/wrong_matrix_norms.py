# Matrix norms of arrays with two axes: right for one column only.
# loses: test_relative_errors__shapes
import numpy as np


def relative_errors(predicted, exact):
    predicted, exact = np.asarray(predicted), np.asarray(exact)
    error = np.abs(predicted - exact)
    size = np.abs(exact)
    return {
        "L1": np.linalg.norm(error, 1) / np.linalg.norm(size, 1),
        "L2": np.linalg.norm(error) / np.linalg.norm(size),
        "Linf": np.linalg.norm(error, np.inf) / np.linalg.norm(size, np.inf),
    }
