# Doubles in the first map and halves in the last one.
# loses: test_identity_network__bounds
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError("depth < 1")
    split = np.hstack([np.eye(dim), -np.eye(dim)])
    if depth == 1:
        return [(np.eye(dim), np.zeros(dim))]
    middle = [(np.eye(2 * dim), np.zeros(2 * dim)) for _ in range(depth - 2)]
    return [(2 * split, np.zeros(2 * dim))] + middle + [(split.T / 2, np.zeros(dim))]
