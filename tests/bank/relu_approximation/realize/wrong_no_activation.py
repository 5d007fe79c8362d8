# Forgets the activation: everything is affine.
# loses: test_realize, test_realize__activation
def realize(network, x, activation=relu):
    for W, b in network:
        x = np.asarray(x) @ W + b
    return x
