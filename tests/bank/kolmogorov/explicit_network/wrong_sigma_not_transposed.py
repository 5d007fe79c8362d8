# The trace of σσ: the same for symmetric σ only.
# loses: test_explicit_network, test_explicit_network__interval, test_explicit_network__dimension, test_explicit_network__size
import numpy as np


def explicit_network(d, sigma, t_max, low, high, eps):
    bound = float(max(abs(low), abs(high)))
    k = max(1, int(np.ceil(np.log2(d * bound**2 / eps) / 2 - 1)))
    rate = np.trace(np.asarray(sigma) @ np.asarray(sigma))

    def layer(block, bias, t_weight=1.0):
        W = np.zeros((1 + d * block.shape[0], 1 + d * block.shape[1]))
        W[0, 0] = t_weight
        W[1:, 1:] = np.kron(np.eye(d), block)
        return W, np.concatenate([[0.0], np.tile(bias, d)])

    kinks = np.array([0.0, -0.5, 0.0])
    tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    network = [layer(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), layer(np.ones((2, 3)), kinks)]
    for s in range(1, k):
        network.append(layer(np.stack([tooth, tooth, rest - tooth / 4**s], axis=1), kinks))
    last = np.concatenate([[rate], np.tile(bound**2 * (rest - tooth / 4**k), d)])
    network.append((last[:, None], np.zeros(1)))
    return network
