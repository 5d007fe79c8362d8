# One input after another, one unit after another.
def realize(network, x, activation=relu):
    out = []
    for row in np.asarray(x, dtype=float):
        for layer, (W, b) in enumerate(network):
            row = np.array([sum(row[i] * W[i][j] for i in range(len(row))) + b[j] for j in range(len(b))])
            if layer < len(network) - 1:
                row = activation(row)
        out.append(row)
    return np.array(out)
