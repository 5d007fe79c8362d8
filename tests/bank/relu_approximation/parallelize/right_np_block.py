# np.block for each layer, shorter networks composed with an identity.
def parallelize(networks):
    depth = max(map(len, networks))
    longer = []
    for network in networks:
        missing = depth - len(network)
        if missing:
            network = compose(identity_network(network[-1][0].shape[1], missing + 1), network)
        longer.append(network)
    result = []
    for layer in range(depth):
        Ws = [network[layer][0] for network in longer]
        rows = [[W if i == j else np.zeros((W.shape[0], V.shape[1])) for j, V in enumerate(Ws)] for i, W in enumerate(Ws)]
        result.append((np.block(rows), np.concatenate([network[layer][1] for network in longer])))
    return result
