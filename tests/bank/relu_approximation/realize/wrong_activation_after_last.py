# The activation is applied after the last map as well.
# loses: test_realize, test_realize__activation
def realize(network, x, activation=relu):
    for W, b in network:
        x = activation(np.asarray(x) @ W + b)
    return x
