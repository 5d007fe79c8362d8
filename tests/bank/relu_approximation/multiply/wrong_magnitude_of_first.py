# |x| y: the sign of the first argument is lost.
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    square = square_on_interval(eps, 2 * bound)
    sums = [
        (np.array([[1.0, -1.0, 0.0, 0.0], [0.0, 0.0, 1.0, -1.0]]), np.zeros(4)),
        (np.array([[1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, 1.0]]), np.zeros(2)),
    ]
    both = compose(parallelize([square, square]), sums)
    return compose([(np.array([[0.25], [-0.25]]), np.zeros(1))], both)
