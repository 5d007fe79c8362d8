# Identity matrices all the way: negative numbers become 0.
# loses: test_identity_network, test_identity_network__bounds
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError("depth < 1")
    return [(np.eye(dim), np.zeros(dim)) for _ in range(depth)]
