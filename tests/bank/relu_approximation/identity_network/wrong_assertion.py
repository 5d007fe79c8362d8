# Refuses with an AssertionError instead of a ValueError.
# loses: test_identity_network__bounds
def identity_network(dim, depth):
    assert depth >= 1
    split = np.hstack([np.eye(dim), -np.eye(dim)])
    if depth == 1:
        return [(np.eye(dim), np.zeros(dim))]
    middle = [(np.eye(2 * dim), np.zeros(2 * dim)) for _ in range(depth - 2)]
    return [(split, np.zeros(2 * dim))] + middle + [(split.T, np.zeros(dim))]
