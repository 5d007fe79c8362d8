# ((x + y) / 2)^2 - ((x - y) / 2)^2 on [-B, B], through parallelize.
def multiply(eps, bound):
    square = square_on_interval(eps / 2, bound)
    network = compose(parallelize([square, square]), [(np.array([[0.5, 0.5], [0.5, -0.5]]), np.zeros(2))])
    return compose([(np.array([[1.0], [-1.0]]), np.zeros(1))], network)
