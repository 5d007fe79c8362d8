# Leaves the biases out of everything.
# loses: test_describe, test_describe__entries
def describe(network):
    parts = np.concatenate([np.ravel(W) for W, _ in network])
    return {"depth": len(network), "width": max(max(W.shape) for W, _ in network), "magnitude": np.abs(parts).max(), "n_parameters": parts.size, "connectivity": np.count_nonzero(parts)}
