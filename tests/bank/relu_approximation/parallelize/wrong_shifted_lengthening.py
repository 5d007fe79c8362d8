# Lengthens with a shift by 100: right for moderate outputs only.
# loses: test_parallelize__depths
def parallelize(networks):
    depth = max(len(network) for network in networks)
    longer = []
    for network in networks:
        network = list(network)
        k = depth - len(network)
        if k:
            W, b = network[-1]
            d = len(b)
            network = network[:-1] + [(W, b + 100)] + [(np.eye(d), np.zeros(d))] * (k - 1) + [(np.eye(d), np.full(d, -100.0))]
        longer.append(network)
    result = []
    for layer in range(depth):
        Ws = [network[layer][0] for network in longer]
        block = np.zeros((sum(W.shape[0] for W in Ws), sum(W.shape[1] for W in Ws)))
        i = j = 0
        for W in Ws:
            block[i : i + W.shape[0], j : j + W.shape[1]] = W
            i, j = i + W.shape[0], j + W.shape[1]
        result.append((block, np.concatenate([network[layer][1] for network in longer])))
    return result
