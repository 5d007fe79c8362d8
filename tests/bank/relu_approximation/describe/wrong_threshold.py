# Counts what is larger than 1e-6, as if smaller entries were 0.
# loses: test_describe__entries
def describe(network):
    parts = np.concatenate([np.ravel(p) for pair in network for p in pair])
    return {"depth": len(network), "width": max(max(W.shape) for W, _ in network), "magnitude": np.abs(parts).max(), "n_parameters": parts.size, "connectivity": int(np.sum(np.abs(parts) > 1e-6))}
