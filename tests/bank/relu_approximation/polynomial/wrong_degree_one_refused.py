# Begins with a product, so a straight line is an error.
# loses: test_polynomial__bound, test_polynomial__zeros
def polynomial(coefficients, eps, bound=1.0):
    a = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    size = (1 + np.abs(a).sum()) * (1 + bound) ** 4
    fine = eps / (10 * (1 + bound) ** 4)
    line = [(np.ones((1, 1)), np.zeros(1))]
    result = compose([(np.array([[a[0]]]), np.zeros(1))], square_on_interval(fine / (1 + abs(a[0])), bound))
    result = linear_combination([1, a[1], a[2]], [result, line, [(np.zeros((1, 1)), np.ones(1))]])
    for c in a[3:]:
        both = compose(parallelize([result, line]), [(np.ones((1, 2)), np.zeros(2))])
        result = compose([(np.ones((1, 1)), np.array([c]))], compose(multiply(fine, size), both))
    return result
