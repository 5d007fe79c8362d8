# Takes the last pair out of the caller's list.
# loses: test_realize, test_realize__activation
def realize(network, x, activation=relu):
    x = np.asarray(x)
    W_last, b_last = network.pop()
    for W, b in network:
        x = activation(x @ W + b)
    return x @ W_last + b_last
