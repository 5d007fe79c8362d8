# Two networks at a time: a running sum, then one more; lists of lists.
def linear_combination(coefficients, networks):
    def plus(first, second, a):
        n, m = len(first[0][0]), len(first[-1][1])
        both = compose(parallelize([first, second]), [(np.hstack([np.eye(n)] * 2), np.zeros(2 * n))])
        return compose([(np.vstack([np.eye(m), a * np.eye(m)]), np.zeros(m))], both)

    m = len(networks[0][-1][1])
    result = compose([(coefficients[0] * np.eye(m), np.zeros(m))], networks[0])
    for a, network in list(zip(coefficients, networks))[1:]:
        result = plus(result, network, a)
    return [list(pair) for pair in result]
