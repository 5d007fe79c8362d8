# Forgets the output dimension in the width.
# loses: test_describe
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    return {"depth": len(network), "width": max(len(W) for W, _ in network), "magnitude": np.abs(parts).max(), "n_parameters": parts.size, "connectivity": np.count_nonzero(parts)}
