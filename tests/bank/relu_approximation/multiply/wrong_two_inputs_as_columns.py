# Takes the inputs as a column: W of shape (1, 2).
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    square = square_on_interval(4 * eps, 2 * bound)
    plus, minus = ([(np.array([[1.0, s]]), np.zeros(2)), *square] for s in (1.0, -1.0))
    return linear_combination([0.25, -0.25], [plus, minus])
