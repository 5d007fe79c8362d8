# A key of another name.
# loses: test_describe, test_describe__entries
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    return {"depth": len(network), "width": max(max(W.shape) for W, _ in network), "max": np.abs(parts).max(), "parameters": parts.size, "connectivity": np.count_nonzero(parts)}
