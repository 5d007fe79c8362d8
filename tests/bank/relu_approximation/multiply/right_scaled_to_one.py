# xy = B^2 (x/B)(y/B), on the unit square with eps / B^2.
def multiply(eps, bound):
    k = max(1, int(np.ceil(np.log2(bound**2 / eps) / 2)))
    magnitude = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    square = compose(square_network(k), magnitude)
    halves = [(np.array([[1.0, 1.0], [1.0, -1.0]]) / (2 * bound), np.zeros(2))]
    network = compose(parallelize([square, square]), halves)
    return compose([(np.array([[1.0], [-1.0]]) * bound**2, np.zeros(1))], network)
