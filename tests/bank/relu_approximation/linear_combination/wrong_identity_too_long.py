# Right values, one layer too many where the depths differ.
# loses: test_linear_combination__depths
def linear_combination(coefficients, networks):
    depth = max(map(len, networks))
    if len({len(net) for net in networks}) > 1:
        depth += 1
    equal = [compose(identity_network(len(net[-1][1]), depth - len(net) + 1), net) for net in networks]
    n, m = len(networks[0][0][0]), len(networks[0][-1][1])
    copies = [(np.hstack([np.eye(n)] * len(networks)), np.zeros(n * len(networks)))]
    total = [(np.vstack([a * np.eye(m) for a in coefficients]), np.zeros(m))]
    return compose(total, compose(parallelize(equal), copies))
