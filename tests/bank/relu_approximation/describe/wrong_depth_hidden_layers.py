# Counts hidden layers instead of affine maps.
# loses: test_describe
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    return {"depth": len(network) - 1, "width": max(max(W.shape) for W, _ in network), "magnitude": np.abs(parts).max(), "n_parameters": parts.size, "connectivity": np.count_nonzero(parts)}
