# Zero matrices filled by slices; lists for the pairs; lengthened by identity networks at the end.
def parallelize(networks):
    depth = max(map(len, networks))
    equal = []
    for net in networks:
        missing = depth - len(net)
        equal.append(compose(identity_network(len(net[-1][1]), missing + 1), net) if missing else net)
    result = []
    for level in range(depth):
        shapes = [np.shape(net[level][0]) for net in equal]
        W = np.zeros(np.sum(shapes, axis=0))
        row = column = 0
        for net, (n, m) in zip(equal, shapes):
            W[row : row + n, column : column + m] = net[level][0]
            row, column = row + n, column + m
        result.append([W, np.hstack([net[level][1] for net in equal])])
    return result
