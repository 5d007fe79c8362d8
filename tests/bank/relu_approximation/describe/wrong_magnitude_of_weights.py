# The magnitude leaves the biases out.
# loses: test_describe__entries
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    return {"depth": len(network), "width": max(max(W.shape) for W, _ in network), "magnitude": max(np.abs(W).max() for W, _ in network), "n_parameters": parts.size, "connectivity": np.count_nonzero(parts)}
