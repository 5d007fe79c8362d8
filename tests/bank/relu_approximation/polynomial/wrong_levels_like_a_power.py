# Accurate, with a number of levels that grows like a power of 1 / eps.
# loses: test_polynomial__bound, test_polynomial__size
def polynomial(coefficients, eps, bound=1.0):
    a = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    size = sum(abs(c) for c in a) * max(1.0, bound) ** len(a) + bound + 1
    k = int(np.ceil((1 / eps) ** 0.25 * size)) + 3
    fold = [(np.array([[1.0, -1.0]]) / (2 * size), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    square = compose(square_network(k), fold)
    plus, minus = (compose(square, [(np.array([[1.0], [s]]), np.zeros(1))]) for s in (1.0, -1.0))
    product = linear_combination([size**2, -(size**2)], [plus, minus])
    result = [(np.array([[a[0]]]), np.array([a[1]]))]
    line = [(np.ones((1, 1)), np.zeros(1))]
    for c in a[2:]:
        both = compose(parallelize([result, line]), [(np.ones((1, 2)), np.zeros(2))])
        result = compose([(np.ones((1, 1)), np.array([c]))], compose(product, both))
    return result
