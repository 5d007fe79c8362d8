# The largest entry, not the largest absolute value.
# loses: test_describe__entries
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    return {"depth": len(network), "width": max(max(W.shape) for W, _ in network), "magnitude": parts.max(), "n_parameters": parts.size, "connectivity": np.count_nonzero(parts)}
