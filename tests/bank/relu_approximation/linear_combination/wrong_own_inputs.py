# Each network gets an input of its own.
# loses: test_linear_combination, test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    n_out = len(networks[0][-1][1])
    add = np.vstack([a * np.eye(n_out) for a in coefficients])
    return compose([(add, np.zeros(n_out))], parallelize(networks))
