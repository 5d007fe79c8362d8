# The bias is added after the activation.
# loses: test_realize, test_realize__activation
def realize(network, x, activation=relu):
    x = np.asarray(x)
    for W, b in network[:-1]:
        x = activation(x @ W) + b
    return x @ network[-1][0] + network[-1][1]
