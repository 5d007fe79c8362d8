# The activation acts on the input of each map, the first one included.
# loses: test_realize, test_realize__activation
def realize(network, x, activation=relu):
    x = np.asarray(x)
    for W, b in network:
        x = activation(x) @ W + b
    return x
