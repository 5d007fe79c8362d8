# The bias as one more row of the matrix, a one appended to each input.
def realize(network, x, activation=relu):
    h = np.array(x, dtype=float)
    for number, (W, b) in enumerate(network):
        if number > 0:
            h = activation(h)
        h = np.hstack([h, np.ones((h.shape[0], 1))]) @ np.vstack([W, b])
    return h
