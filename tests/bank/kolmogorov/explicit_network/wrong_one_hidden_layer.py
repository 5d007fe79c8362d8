# One hidden layer with a kink for each piece: a power of 1/eps.
# loses: test_explicit_network__size
import numpy as np


def explicit_network(d, sigma, t_max, low, high, eps):
    bound = float(max(abs(low), abs(high)))
    n = int(np.ceil(bound * np.sqrt(d / eps))) + 1
    kinks = np.linspace(-bound, bound, 2 * n + 1)[:-1]
    step = bound / n
    W = np.zeros((1 + d, 1 + d * len(kinks)))
    W[0, 0] = 1.0
    for i in range(d):
        W[1 + i, 1 + i * len(kinks) : 1 + (i + 1) * len(kinks)] = 1.0
    slopes = np.full(len(kinks), 2 * step)
    slopes[0] = step - 2 * bound
    b = np.concatenate([[0.0], np.tile(-kinks, d)])
    last = np.concatenate([[np.sum(np.asarray(sigma) ** 2)], np.tile(slopes, d)])
    return [(W, b), (last[:, None], np.array([d * bound**2]))]
