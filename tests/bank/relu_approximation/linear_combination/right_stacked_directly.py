# First maps side by side, middle ones block diagonal, last ones stacked; hidden layers are repeated.
from scipy.linalg import block_diag


def linear_combination(coefficients, networks):
    depth = max(len(network) for network in networks)
    if depth == 1:
        return [
            (
                sum(a * np.asarray(net[0][0], dtype=float) for a, net in zip(coefficients, networks)),
                sum(a * np.asarray(net[0][1], dtype=float) for a, net in zip(coefficients, networks)),
            )
        ]
    equal = []
    for network in networks:
        layers = list(network)
        if len(layers) == 1:
            W, b = layers[0]
            n = len(b)
            layers = [(np.hstack([W, np.negative(W)]), np.hstack([b, np.negative(b)]))]
            layers.append((np.vstack([np.eye(n), -np.eye(n)]), np.zeros(n)))
        n = len(layers[-2][1])
        equal.append([*layers[:-1], *[(np.eye(n), np.zeros(n))] * (depth - len(layers)), layers[-1]])
    result = [(np.hstack([net[0][0] for net in equal]), np.hstack([net[0][1] for net in equal]))]
    for level in range(1, depth - 1):
        result.append((block_diag(*[net[level][0] for net in equal]), np.hstack([net[level][1] for net in equal])))
    W = np.vstack([a * np.asarray(net[-1][0]) for a, net in zip(coefficients, equal)])
    b = sum(a * np.asarray(net[-1][1]) for a, net in zip(coefficients, equal))
    return [*result, (W, np.asarray(b, dtype=float))]
