# Shifts by 1 into the positive: the identity for x > -1 only.
# loses: test_identity_network, test_identity_network__bounds
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError("depth < 1")
    network = [(np.eye(dim), np.zeros(dim)) for _ in range(depth)]
    if depth > 1:
        network[0] = (np.eye(dim), np.ones(dim))
        network[-1] = (np.eye(dim), -np.ones(dim))
    return network
