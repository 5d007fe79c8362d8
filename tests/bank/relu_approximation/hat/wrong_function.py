# Returns the function, not a network.
# loses: test_hat, test_hat__line
def hat():
    return lambda x: 2 * relu(x) - 4 * relu(x - 0.5) + 2 * relu(x - 1)
