# From the architecture N_0, ..., N_L; NumPy scalars in the dictionary.
def describe(network):
    sizes = np.array([network[0][0].shape[0]] + [len(b) for _, b in network])
    return dict(
        depth=sizes.size - 1,
        width=sizes.max(),
        n_parameters=np.sum((sizes[:-1] + 1) * sizes[1:]),
        connectivity=np.sum([np.sum(W != 0) + np.sum(b != 0) for W, b in network]),
        magnitude=np.max([max(np.max(np.abs(W)), np.max(np.abs(b))) for W, b in network]),
    )
