# Without absolute values: right for 0 <= y <= x only.
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    k = max(1, int(np.ceil(np.log2(bound**2 / eps) / 2)))
    halves = [(np.array([[1.0, 1.0], [1.0, -1.0]]) / (2 * bound), np.zeros(2))]
    network = compose(parallelize([square_network(k), square_network(k)]), halves)
    return compose([(np.array([[1.0], [-1.0]]) * bound**2, np.zeros(1))], network)
