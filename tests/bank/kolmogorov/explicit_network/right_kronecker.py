# One network for a coordinate on [0, 1], d copies by Kronecker products; units for t and Σ (x − low).
import numpy as np
from scipy.linalg import block_diag


def explicit_network(d, sigma, t_max, low, high, eps):
    width = high - low
    k = 1
    while d * width**2 * 4.0 ** -(k + 1) > eps:
        k += 1

    def layer(block, bias):
        # the units for t and for the sum of the x - low, none of them negative, are passed on
        return block_diag(np.eye(2), np.kron(np.eye(d), block)), np.append([0, 0], np.tile(bias, d))

    # a coordinate's units: u, u - 1/2 and the rest, u at first, which loses g_s / 4^s at each level
    kinks = np.array([0.0, -0.5, 0.0])
    tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    spread = np.zeros((1 + d, 2 + d))
    spread[0, 0] = 1
    spread[1:, 1] = 1
    spread[1:, 2:] = np.eye(d)
    W, b = layer(np.full((1, 3), 1 / width), kinks - low / width)
    b[1] = -d * low
    network = [(spread @ W, b)]
    for s in range(1, k):
        network.append(layer(np.column_stack([tooth, tooth, rest - tooth / 4**s]), kinks))
    # x² = low² + 2 low (x - low) + width² u²
    column = np.append(
        [np.sum(np.square(sigma)), 2 * low], np.tile(width**2 * (rest - tooth / 4**k), d)
    )
    network.append((column[:, None], np.array([d * low**2])))
    return network
