# One number for the whole batch: ‖x‖² summed over all entries.
# loses: test_heat_solution, test_heat_solution__times
import numpy as np


def heat_solution(t, x, sigma):
    x, sigma = np.asarray(x), np.asarray(sigma)
    return np.full((len(x), 1), np.sum(x**2)) + t * np.trace(sigma @ sigma.T)
