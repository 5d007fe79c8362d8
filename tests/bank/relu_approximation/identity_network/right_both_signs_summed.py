# x = (relu(x) - relu(-x)), four units each: every part twice with the weight 1/2.
def identity_network(dim, depth):
    if depth < 1:
        raise ValueError("depth < 1")
    if depth == 1:
        return [(np.identity(dim), np.zeros(dim))]
    i = np.identity(dim)
    start = (np.hstack([i, i, -i, -i]), np.zeros(4 * dim))
    stop = (np.vstack([i, i, -i, -i]) / 2, np.zeros(dim))
    return [start] + [(np.identity(4 * dim), np.zeros(4 * dim)) for _ in range(depth - 2)] + [stop]
