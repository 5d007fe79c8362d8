# A convex combination: the coefficients are normalised.
# loses: test_linear_combination, test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    coefficients = np.asarray(coefficients, dtype=float)
    coefficients = coefficients / np.sum(np.abs(coefficients))
    n, m = len(networks[0][0][0]), len(networks[0][-1][1])
    copies = [(np.hstack([np.eye(n)] * len(networks)), np.zeros(n * len(networks)))]
    total = [(np.vstack([a * np.eye(m) for a in coefficients]), np.zeros(m))]
    return compose(total, compose(parallelize(networks), copies))
