# Two or more.
# loses: test_parallelize__many
def parallelize(networks):
    if len(networks) < 2:
        raise ValueError("at least two networks are needed")
    depth = max(map(len, networks))
    equal = [
        compose(identity_network(len(net[-1][1]), depth - len(net) + 1), net) if len(net) < depth else net
        for net in networks
    ]
    result = []
    for level in zip(*equal):
        n, m = (sum(sizes) for sizes in zip(*(np.shape(W) for W, _ in level)))
        W, row, column = np.zeros((n, m)), 0, 0
        for block, _ in level:
            W[row : row + block.shape[0], column : column + block.shape[1]] = block
            row, column = row + block.shape[0], column + block.shape[1]
        result.append((W, np.concatenate([b for _, b in level])))
    return result
