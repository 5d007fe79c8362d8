# Both squares at once, the matrices written out; |x + y| and |x - y| are at most 2 bound.
def multiply(eps, bound):
    k = max(1, int(np.ceil(np.log2(4 * bound**2 / eps) / 2)))
    folds = np.array([[1.0, -1.0, 1.0, -1.0], [1.0, -1.0, -1.0, 1.0]]) / (2 * bound)
    network = [(folds, np.zeros(4))]
    tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    bend = np.tile([0.0, -0.5, 0.0], 2)
    network.append((np.kron(np.eye(2), np.ones((2, 3))), bend))
    for s in range(1, k):
        level = np.stack([tooth, tooth, rest - tooth / 4**s], axis=1)
        network.append((np.kron(np.eye(2), level), bend))
    last = bound**2 * (rest - tooth / 4**k)
    network.append((np.concatenate([last, -last])[:, None], np.zeros(1)))
    return network
