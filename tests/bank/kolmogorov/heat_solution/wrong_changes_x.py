# Squares x in place.
# loses: test_heat_solution, test_heat_solution__times
import numpy as np


def heat_solution(t, x, sigma):
    x, sigma = np.asarray(x), np.asarray(sigma)
    x *= x
    return np.sum(x, axis=1, keepdims=True) + t * np.trace(sigma @ sigma.T)
