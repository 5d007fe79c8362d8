# d times the square of the first entry: right for multiples of the identity.
# loses: test_heat_solution, test_heat_solution__times
import numpy as np


def heat_solution(t, x, sigma):
    x, sigma = np.asarray(x), np.asarray(sigma)
    return np.sum(x**2, axis=1, keepdims=True) + t * x.shape[1] * sigma[0, 0] ** 2
