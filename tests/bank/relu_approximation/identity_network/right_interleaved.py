# relu(x_i) and relu(-x_i) side by side, through kron, as tuples.
def identity_network(dim, depth):
    if not depth >= 1:
        raise ValueError("too shallow")
    pair = np.array([[1.0, -1.0]])
    sizes = [dim] + [2 * dim] * (depth - 1) + [dim]
    maps = []
    for layer in range(depth):
        W = np.eye(2 * dim)
        if layer == 0:
            W = np.kron(np.eye(dim), pair)
        if layer == depth - 1:
            W = W @ np.kron(np.eye(dim), pair.T) if layer else np.eye(dim)
        maps.append((W, np.zeros(sizes[layer + 1])))
    return tuple(maps)
