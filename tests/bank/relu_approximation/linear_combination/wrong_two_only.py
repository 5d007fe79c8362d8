# Two networks at most, and at least.
# loses: test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    (a, b), (first, second) = coefficients, networks
    n_in, n_out = len(first[0][0]), len(first[-1][1])
    spread = np.hstack([np.eye(n_in), np.eye(n_in)])
    add = np.vstack([a * np.eye(n_out), b * np.eye(n_out)])
    return compose([(add, np.zeros(n_out))], compose(parallelize([first, second]), [(spread, np.zeros(2 * n_in))]))
