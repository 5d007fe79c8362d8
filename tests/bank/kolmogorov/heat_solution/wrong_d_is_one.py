# Forgets the sum over the coordinates: shape (batch, d).
# loses: test_heat_solution, test_heat_solution__times
import numpy as np


def heat_solution(t, x, sigma):
    x, sigma = np.asarray(x), np.asarray(sigma)
    return x**2 + t * sigma[0, 0] ** 2
