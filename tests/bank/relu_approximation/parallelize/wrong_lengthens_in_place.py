# Appends to the networks that were passed in.
# loses: test_parallelize__depths, test_parallelize__many
def parallelize(networks):
    depth = max(len(network) for network in networks)
    for network in networks:
        while len(network) < depth:
            W, b = network[-1]
            n = len(b)
            network[-1] = (np.hstack([W, -W]), np.hstack([b, -b]))
            network.append((np.vstack([np.eye(n), -np.eye(n)]), np.zeros(n)))
    result = []
    for layer in range(depth):
        Ws = [network[layer][0] for network in networks]
        block = np.zeros((sum(W.shape[0] for W in Ws), sum(W.shape[1] for W in Ws)))
        i = j = 0
        for W in Ws:
            block[i : i + W.shape[0], j : j + W.shape[1]] = W
            i, j = i + W.shape[0], j + W.shape[1]
        result.append((block, np.concatenate([network[layer][1] for network in networks])))
    return result
