# Divides the error by the first coefficient, which may be 0.
# loses: test_polynomial__zeros
def polynomial(coefficients, eps, bound=1.0):
    a = np.asarray(coefficients, dtype=float)
    if a[0] == 0:
        raise ZeroDivisionError("the first coefficient is 0")
    first, second, *rest = a
    horner = [(np.array([[first]]), np.array([second]))]
    share = eps / sum(bound**i for i in range(max(1, len(rest))))
    size = abs(first) * bound + abs(second)
    copy = [(np.ones((1, 2)), np.zeros(2))]
    for c in rest:
        both = compose(parallelize([horner, identity_network(1, 1)]), copy)
        horner = compose(multiply(share, max(size + eps, bound)), both)
        W, b = horner[-1]
        horner[-1] = (W, b + c)
        size = size * bound + abs(c)
    return horner
