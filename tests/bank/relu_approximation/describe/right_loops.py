# One pass with counters.
def describe(network):
    depth = n_parameters = connectivity = width = 0
    magnitude = 0.0
    for W, b in network:
        depth += 1
        width = max(width, W.shape[0], W.shape[1])
        for value in list(W.flatten()) + list(b):
            n_parameters += 1
            connectivity += value != 0
            magnitude = max(magnitude, abs(value))
    return {"depth": depth, "width": width, "magnitude": magnitude, "n_parameters": n_parameters, "connectivity": connectivity}
