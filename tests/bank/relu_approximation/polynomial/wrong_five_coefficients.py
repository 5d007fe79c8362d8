# Written for degree 4: shorter lists are filled up on the wrong side.
# loses: test_polynomial, test_polynomial__bound, test_polynomial__size, test_polynomial__zeros
def polynomial(coefficients, eps, bound=1.0):
    a = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    a = np.append(a, np.zeros(5 - len(a)))
    size = (1 + np.abs(a).sum()) * (1 + bound) ** 4
    fine = eps / (10 * (1 + bound) ** 4)
    line = [(np.ones((1, 1)), np.zeros(1))]
    result = [(np.array([[a[0]]]), np.array([a[1]]))]
    for c in a[2:]:
        both = compose(parallelize([result, line]), [(np.ones((1, 2)), np.zeros(2))])
        result = compose([(np.ones((1, 1)), np.array([c]))], compose(multiply(fine, size), both))
    return result
