# Ignores the bound.
# loses: test_polynomial, test_polynomial__bound, test_polynomial__size
def polynomial(coefficients, eps, bound=1.0):
    first, second, *rest = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    horner = [(np.array([[first]]), np.array([second]))]
    share = eps / max(1, len(rest))
    size = abs(first) * 1.0 + abs(second)
    copy = [(np.ones((1, 2)), np.zeros(2))]
    for a in rest:
        both = compose(parallelize([horner, identity_network(1, 1)]), copy)
        horner = compose(multiply(share, size + eps), both)
        W, b = horner[-1]
        horner[-1] = (W, b + a)
        size = size * 1.0 + abs(a)
    return horner
