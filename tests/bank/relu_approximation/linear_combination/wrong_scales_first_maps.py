# The factor goes into the first map of each network, as if it were linear.
# loses: test_linear_combination, test_linear_combination__depths, test_linear_combination__sizes
def linear_combination(coefficients, networks):
    scaled = [[(a * net[0][0], a * net[0][1]), *net[1:]] for a, net in zip(coefficients, networks)]
    n, m = len(networks[0][0][0]), len(networks[0][-1][1])
    copies = [(np.hstack([np.eye(n)] * len(networks)), np.zeros(n * len(networks)))]
    total = [(np.vstack([np.eye(m)] * len(networks)), np.zeros(m))]
    return compose(total, compose(parallelize(scaled), copies))
