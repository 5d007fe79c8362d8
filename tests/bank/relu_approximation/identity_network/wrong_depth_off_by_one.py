# `depth` hidden layers instead of `depth` affine maps.
# loses: test_identity_network
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError("depth < 1")
    split = np.hstack([np.eye(dim), -np.eye(dim)])
    middle = [(np.eye(2 * dim), np.zeros(2 * dim)) for _ in range(depth - 1)]
    return [(split, np.zeros(2 * dim))] + middle + [(split.T, np.zeros(dim))]
