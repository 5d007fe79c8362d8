# Shorter networks are filled up with layers of zeros.
# loses: test_parallelize__depths, test_parallelize__many
def parallelize(networks):
    depth = max(map(len, networks))
    equal = []
    for net in networks:
        n = len(net[-1][1])
        equal.append([*net, *[(np.zeros((n, n)), np.zeros(n))] * (depth - len(net))])
    result = []
    for level in zip(*equal):
        n, m = (sum(sizes) for sizes in zip(*(np.shape(W) for W, _ in level)))
        W, row, column = np.zeros((n, m)), 0, 0
        for block, _ in level:
            W[row : row + block.shape[0], column : column + block.shape[1]] = block
            row, column = row + block.shape[0], column + block.shape[1]
        result.append((W, np.concatenate([b for _, b in level])))
    return result
