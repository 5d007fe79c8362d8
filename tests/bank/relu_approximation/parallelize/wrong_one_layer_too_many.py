# Each network gets an identity of depth 2 at least: the result is too deep.
# loses: test_parallelize, test_parallelize__depths, test_parallelize__many
def parallelize(networks):
    depth = max(len(network) for network in networks)
    longer = [compose(identity_network(len(n[-1][1]), depth + 2 - len(n)), n) for n in networks]
    result = []
    for layer in range(depth + 1):
        Ws = [network[layer][0] for network in longer]
        block = np.zeros((sum(W.shape[0] for W in Ws), sum(W.shape[1] for W in Ws)))
        i = j = 0
        for W in Ws:
            block[i : i + W.shape[0], j : j + W.shape[1]] = W
            i, j = i + W.shape[0], j + W.shape[1]
        result.append((block, np.concatenate([network[layer][1] for network in longer])))
    return result
