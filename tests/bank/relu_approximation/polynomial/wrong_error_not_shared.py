# Every product may have an error of 30 eps.
# loses: test_polynomial, test_polynomial__bound, test_polynomial__zeros, test_polynomial__size
def polynomial(coefficients, eps, bound=1.0):
    first, second, *rest = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    horner = [(np.array([[first]]), np.array([second]))]
    share = 30 * eps
    size = abs(first) * bound + abs(second)
    copy = [(np.ones((1, 2)), np.zeros(2))]
    for a in rest:
        both = compose(parallelize([horner, identity_network(1, 1)]), copy)
        horner = compose(multiply(share, max(size + eps, bound)), both)
        W, b = horner[-1]
        horner[-1] = (W, b + a)
        size = size * bound + abs(a)
    return horner
