# The shorter networks are lengthened at the input; SciPy makes the blocks.
from scipy.linalg import block_diag


def parallelize(networks):
    depth = max(len(network) for network in networks)
    filled = []
    for network in networks:
        n = network[0][0].shape[0]
        filled.append(compose(network, identity_network(n, depth - len(network) + 1)))
    return [[block_diag(*[W for W, _ in layer]), np.hstack([b for _, b in layer])] for layer in zip(*filled)]
