# Takes the coefficients out of the caller's list.
# loses: test_polynomial, test_polynomial__bound, test_polynomial__size, test_polynomial__zeros
def polynomial(coefficients, eps, bound=1.0):
    if not isinstance(coefficients, list):
        coefficients = list(coefficients)
    while coefficients[0] == 0:
        coefficients.pop(0)
    total = sum(abs(c) * bound**i for i, c in enumerate(coefficients[::-1]))
    size = (1 + total + sum(abs(c) for c in coefficients)) * (1 + bound) ** 4
    fine = eps / (10 * (1 + bound) ** 4)
    line = [(np.ones((1, 1)), np.zeros(1))]
    result = [(np.array([[coefficients.pop(0)]], dtype=float), np.array([coefficients.pop(0)], dtype=float))]
    while coefficients:
        both = compose(parallelize([result, line]), [(np.ones((1, 2)), np.zeros(2))])
        result = compose(multiply(fine, size), both)
        result = compose([(np.ones((1, 1)), np.array([coefficients.pop(0)], dtype=float))], result)
    return result
