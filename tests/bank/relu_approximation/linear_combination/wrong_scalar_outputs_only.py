# Adds up all outputs into one.
# loses: test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    n_in = len(networks[0][0][0])
    spread = np.hstack([np.eye(n_in)] * len(networks))
    add = np.concatenate([np.full(len(n[-1][1]), float(a)) for a, n in zip(coefficients, networks)])[:, None]
    return compose([(add, np.zeros(1))], compose(parallelize(networks), [(spread, np.zeros(spread.shape[1]))]))
