# The difference minus the sum: the sign of the product is wrong.
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    square = square_on_interval(eps, 2 * bound)
    plus, minus = (compose(square, [(np.array([[1.0], [s]]), np.zeros(1))]) for s in (1.0, -1.0))
    return linear_combination([-0.25, 0.25], [plus, minus])
