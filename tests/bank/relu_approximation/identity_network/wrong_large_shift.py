# Shifts by 1000 into the positive and back: not all of R^d, and entries that are too large.
# loses: test_identity_network, test_identity_network__bounds
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError("depth < 1")
    network = [(np.eye(dim), np.zeros(dim)) for _ in range(depth)]
    if depth > 1:
        network[0] = (np.eye(dim), np.full(dim, 1000.0))
        network[-1] = (np.eye(dim), np.full(dim, -1000.0))
    return network
