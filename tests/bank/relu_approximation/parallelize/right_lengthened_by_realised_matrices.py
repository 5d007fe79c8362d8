# The identity's matrices are written out where they are needed, with the merge by hand.
def parallelize(networks):
    depth = max(len(n) for n in networks)
    all_layers = [[] for _ in range(depth)]
    for network in networks:
        layers = [(np.asarray(W, float), np.asarray(b, float)) for W, b in network]
        k = depth - len(layers)
        if k > 0:
            W, b = layers.pop()
            d = b.size
            layers.append((np.c_[W, -W], np.r_[b, -b]))
            layers += [(np.eye(2 * d), np.zeros(2 * d))] * (k - 1)
            layers.append((np.r_[np.eye(d), -np.eye(d)], np.zeros(d)))
        for where, layer in zip(all_layers, layers):
            where.append(layer)
    out = []
    for layer in all_layers:
        W = np.zeros((sum(len(V) for V, _ in layer), sum(V.shape[1] for V, _ in layer)))
        i = j = 0
        for V, _ in layer:
            W[i : i + V.shape[0], j : j + V.shape[1]] = V
            i, j = i + V.shape[0], j + V.shape[1]
        out.append((W, np.concatenate([a for _, a in layer])))
    return out
