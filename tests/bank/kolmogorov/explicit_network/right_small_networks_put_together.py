# A square for one coordinate and the identity for t, put side by side and added.
import numpy as np


def _side_by_side(first, second):
    result = []
    for (W, b), (V, c) in zip(first, second):
        top = np.hstack([W, np.zeros((W.shape[0], V.shape[1]))])
        bottom = np.hstack([np.zeros((V.shape[0], W.shape[1])), V])
        result.append((np.vstack([top, bottom]), np.concatenate([b, c])))
    return result


def _square_of_one(bound, levels):
    kinks = np.array([0.0, -0.5, -1.0, 0.0])
    tooth, rest = np.array([2.0, -4.0, 2.0, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
    net = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 4)), kinks)]
    for s in range(1, levels):
        net.append((np.column_stack([tooth, tooth, tooth, rest - tooth / 4**s]), kinks))
    return [*net, (bound**2 * (rest - tooth / 4**levels).reshape(4, 1), np.zeros(1))]


def explicit_network(d, sigma, t_max, low, high, eps):
    bound = float(max(abs(low), abs(high)))
    levels = max(1, int(np.ceil(np.log2(bound * np.sqrt(d / eps)))))
    sigma = np.asarray(sigma, dtype=float)
    network = [(np.ones((1, 1)), np.zeros(1))] * (levels + 2)
    for _ in range(d):
        network = _side_by_side(network, _square_of_one(bound, levels))
    W, b = network[-1]
    weights = np.ones((d + 1, 1))
    weights[0] = np.trace(sigma @ sigma.T)
    return [*network[:-1], (W @ weights, b @ weights)]
