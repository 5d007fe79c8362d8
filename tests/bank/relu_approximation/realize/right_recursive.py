# Recursion on the depth, pairs taken apart by index.
def realize(network, x, activation=relu):
    x = np.asarray(x)
    y = x @ network[0][0] + network[0][1]
    if len(network) == 1:
        return y
    return realize(network[1:], activation(y), activation)
