# Keeps the factor ½ of the equation; it cancels against the 2 of the second derivative.
# loses: test_heat_solution, test_heat_solution__times
import numpy as np


def heat_solution(t, x, sigma):
    x, sigma = np.asarray(x), np.asarray(sigma)
    return np.sum(x**2, axis=1, keepdims=True) + 0.5 * t * np.trace(sigma @ sigma.T)
