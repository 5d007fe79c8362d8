# Two networks beside each other, then the next one beside both.
from functools import reduce


def _lengthen(network, depth):
    while len(network) < depth:
        W, b = network[-1]
        n = len(b)
        one, two = np.hstack([W, -W]), np.hstack([b, -b])
        network = list(network[:-1]) + [(one, two), (np.vstack([np.eye(n), -np.eye(n)]), np.zeros(n))]
    return network


def _beside(first, second):
    depth = max(len(first), len(second))
    pairs = []
    for (W, b), (V, a) in zip(_lengthen(first, depth), _lengthen(second, depth)):
        block = np.zeros((W.shape[0] + V.shape[0], W.shape[1] + V.shape[1]))
        block[: W.shape[0], : W.shape[1]] = W
        block[W.shape[0] :, W.shape[1] :] = V
        pairs.append((block, np.append(b, a)))
    return pairs


def parallelize(networks):
    return reduce(_beside, networks)
