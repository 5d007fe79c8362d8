# Two levels more than needed and units that carry nothing: far below the bound all the same.
import numpy as np


def explicit_network(d, sigma, t_max, low, high, eps):
    size = max(abs(low), abs(high), 1e-300)
    levels = 3 + max(0, int(np.log2(np.sqrt(d / eps) * size)))
    total = np.trace(np.dot(sigma, np.transpose(sigma)))
    per = 4
    n = 1 + per * d

    def place(rows, columns, small, t_entry=1.0):
        W = np.zeros((rows * d + 1, columns * d + 1))
        W[0, 0] = t_entry
        for i in range(d):
            W[1 + rows * i : 1 + rows * (i + 1), 1 + columns * i : 1 + columns * (i + 1)] = small
        return W

    network = [(place(1, 2, np.array([[1.0, -1.0]]) / size), np.zeros(1 + 2 * d))]
    bias = np.zeros(n)
    bias[2::per] = -0.5
    tooth, keep = np.array([[2.0], [-4.0], [0.0], [0.0]]), np.array([[0.0], [0.0], [1.0], [0.0]])
    network.append((place(2, per, np.array([[1.0, 1.0, 1.0, 0.0]] * 2)), bias))
    for s in range(1, levels):
        small = np.hstack([tooth, tooth, keep - tooth / 4.0**s, np.zeros((4, 1))])
        network.append((place(per, per, small), bias))
    final = np.vstack([[[total]]] + [size**2 * (keep - tooth / 4.0**levels)] * d)
    network.append((final, np.zeros(1)))
    return network
