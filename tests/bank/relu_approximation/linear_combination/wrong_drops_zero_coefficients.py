# What is multiplied by 0 is left out, and with it its depth.
# loses: test_linear_combination__depths
def linear_combination(coefficients, networks):
    kept = [(a, net) for a, net in zip(coefficients, networks) if a != 0]
    n, m = len(networks[0][0][0]), len(networks[0][-1][1])
    if not kept:
        return [(np.zeros((n, m)), np.zeros(m))]
    copies = [(np.hstack([np.eye(n)] * len(kept)), np.zeros(n * len(kept)))]
    total = [(np.vstack([a * np.eye(m) for a, _ in kept]), np.zeros(m))]
    return compose(total, compose(parallelize([net for _, net in kept]), copies))
