# A list has no `shape`.
# loses: test_heat_solution, test_heat_solution__times
import numpy as np


def heat_solution(t, x, sigma):
    batch, d = x.shape
    return (x**2).sum(axis=1).reshape(batch, 1) + t * np.trace(sigma @ sigma.T)
