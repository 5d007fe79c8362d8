# One layer more by composing with the identity of depth 2.
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError(f"depth {depth} is not possible")
    eye, zero = np.eye(dim), np.zeros(dim)
    if depth == 1:
        return [(eye, zero)]
    two = [(np.hstack((eye, -eye)), np.zeros(2 * dim)), (np.vstack((eye, -eye)), zero)]
    return two if depth == 2 else compose(two, identity_network(dim, depth - 1))
