# Horner's rule by recursion on the number of coefficients, with generous bounds.
def polynomial(coefficients, eps, bound=1.0):
    a = np.asarray(coefficients, dtype=float)
    while a[0] == 0 and a.size > 2:
        a = a[1:]
    if a.size == 2:
        return [(a[:1, None], a[1:])]
    B = float(bound)
    before = polynomial(a[:-1], eps / (2 * max(B, 1)), B)
    room = max(B, 1) * (1 + sum(abs(a[:-1])) * max(1, B) ** (a.size - 2)) + eps
    pair = compose(parallelize([before, identity_network(1, len(before))]), [(np.array([[1.0, 1.0]]), np.zeros(2))])
    network = compose(multiply(eps / 2, room), pair)
    return [*network[:-1], (network[-1][0], network[-1][1] + a[-1])]
