# relu(relu(z)) = relu(z): a hidden layer is repeated; a network without one first gets x = relu(x) - relu(-x).
from scipy.linalg import block_diag


def parallelize(networks):
    depth = max(len(network) for network in networks)
    equal = []
    for network in networks:
        layers = list(network)
        if len(layers) == 1 and depth > 1:
            W, b = layers[0]
            layers = [(np.hstack([W, np.negative(W)]), np.hstack([b, np.negative(b)]))]
            n = len(b)
            layers.append((np.vstack([np.eye(n), -np.eye(n)]), np.zeros(n)))
        while len(layers) < depth:
            n = len(layers[0][1])
            layers.insert(1, (np.eye(n), np.zeros(n)))
        equal.append(layers)
    return tuple(
        (block_diag(*(W for W, _ in level)), np.concatenate([b for _, b in level]))
        for level in zip(*equal)
    )
