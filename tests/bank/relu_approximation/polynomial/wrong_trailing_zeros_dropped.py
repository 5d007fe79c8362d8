# Trims the zeros at the end, too.
# loses: test_polynomial__bound, test_polynomial__zeros, test_polynomial__size
def polynomial(coefficients, eps, bound=1.0):
    first, second, *rest = [*(lambda c: c if len(c) > 1 else np.append(c, 0.0))(np.trim_zeros(np.asarray(coefficients, dtype=float)))]
    horner = [(np.array([[first]]), np.array([second]))]
    share = eps / sum(bound**i for i in range(max(1, len(rest))))
    size = abs(first) * bound + abs(second)
    copy = [(np.ones((1, 2)), np.zeros(2))]
    for a in rest:
        both = compose(parallelize([horner, identity_network(1, 1)]), copy)
        horner = compose(multiply(share, max(size + eps, bound)), both)
        W, b = horner[-1]
        horner[-1] = (W, b + a)
        size = size * bound + abs(a)
    return horner
