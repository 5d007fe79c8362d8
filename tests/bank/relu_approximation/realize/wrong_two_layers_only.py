# Takes every network for one with a single hidden layer.
# loses: test_realize, test_realize__activation
def realize(network, x, activation=relu):
    x = np.asarray(x)
    if len(network) == 1:
        return x @ network[0][0] + network[0][1]
    return activation(x @ network[0][0] + network[0][1]) @ network[1][0] + network[1][1]
