# Multiplies the last maps of the networks that were passed in.
# loses: test_linear_combination, test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    for a, network in zip(coefficients, networks):
        W, b = network[-1]
        W *= a
        b *= a
    n_in, n_out = len(networks[0][0][0]), len(networks[0][-1][1])
    spread = np.hstack([np.eye(n_in)] * len(networks))
    add = np.vstack([np.eye(n_out)] * len(networks))
    return compose([(add, np.zeros(n_out))], compose(parallelize(networks), [(spread, np.zeros(spread.shape[1]))]))
