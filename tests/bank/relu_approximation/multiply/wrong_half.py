# A factor 1/2 instead of 1/4.
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    square = square_on_interval(2 * eps, 2 * bound)
    plus, minus = (compose(square, [(np.array([[1.0], [s]]), np.zeros(1))]) for s in (1.0, -1.0))
    return linear_combination([0.5, -0.5], [plus, minus])
