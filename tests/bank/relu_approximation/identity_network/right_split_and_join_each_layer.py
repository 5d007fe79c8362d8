# Each map between joins relu(x) and relu(-x) and splits again.
def identity_network(dim, depth):
    if depth <= 0:
        raise ValueError("depth must be at least 1")
    split = np.concatenate([np.eye(dim), -np.eye(dim)], axis=1)
    join = split.T
    if depth == 1:
        return [(split @ join / 2, np.zeros(dim))]
    inner = [(join @ split, np.zeros(2 * dim))] * (depth - 2)
    return [(split, np.zeros(2 * dim))] + inner + [(join, np.zeros(dim))]
