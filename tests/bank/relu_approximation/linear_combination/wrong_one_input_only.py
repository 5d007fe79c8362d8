# Spreads an input of one number only.
# loses: test_linear_combination, test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    n_out = len(networks[0][-1][1])
    spread = np.ones((1, sum(len(n[0][0]) for n in networks)))
    add = np.vstack([a * np.eye(n_out) for a in coefficients])
    return compose([(add, np.zeros(n_out))], compose(parallelize(networks), [(spread, np.zeros(spread.shape[1]))]))
