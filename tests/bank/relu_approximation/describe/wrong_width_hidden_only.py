# Width of the hidden layers only.
# loses: test_describe
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    hidden = [len(b) for _, b in network[:-1]] or [1]
    return {"depth": len(network), "width": max(hidden), "magnitude": np.abs(parts).max(), "n_parameters": parts.size, "connectivity": np.count_nonzero(parts)}
