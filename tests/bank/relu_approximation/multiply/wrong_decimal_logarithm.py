# Levels by the logarithm to the base 10.
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    k = max(1, int(np.ceil(np.log10(4 * bound**2 / eps))))
    fold = [(np.array([[1.0, -1.0]]) / (2 * bound), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    square = compose(square_network(k), fold)
    plus, minus = (compose(square, [(np.array([[1.0], [s]]), np.zeros(1))]) for s in (1.0, -1.0))
    return linear_combination([bound**2, -(bound**2)], [plus, minus])
