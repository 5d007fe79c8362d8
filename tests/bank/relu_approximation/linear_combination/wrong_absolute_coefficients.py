# Loses the sign of the coefficients.
# loses: test_linear_combination, test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    n_in, n_out = len(networks[0][0][0]), len(networks[0][-1][1])
    spread = np.hstack([np.eye(n_in)] * len(networks))
    add = np.vstack([abs(a) * np.eye(n_out) for a in coefficients])
    return compose([(add, np.zeros(n_out))], compose(parallelize(networks), [(spread, np.zeros(spread.shape[1]))]))
