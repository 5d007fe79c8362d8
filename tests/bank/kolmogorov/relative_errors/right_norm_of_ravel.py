# Vector norms of the flattened arrays.
import numpy as np


def relative_errors(predicted, exact):
    exact = np.ravel(exact)
    difference = np.ravel(predicted) - exact
    orders = {"L1": 1, "L2": 2, "Linf": np.inf}
    return {
        key: np.linalg.norm(difference, p) / np.linalg.norm(exact, p) for key, p in orders.items()
    }
