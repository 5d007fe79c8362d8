# Degree 2 by completing the square; higher degrees by division: p(x) = q(x) x + r with the same function.
def polynomial(coefficients, eps, bound=1.0):
    a = list(map(float, coefficients))
    while a[0] == 0:
        a.pop(0)
    if len(a) == 2:
        return [(np.array([[a[0]]]), np.array([a[1]]))]
    if len(a) == 3:
        shift = a[1] / (2 * a[0])
        square = compose(square_on_interval(eps / abs(a[0]), bound + abs(shift)), [(np.ones((1, 1)), np.array([shift]))])
        return compose([(np.array([[a[0]]]), np.array([a[2] - a[0] * shift**2]))], square)
    q = polynomial(a[:-1], eps / (3 * max(1, bound)), bound)
    size = sum(abs(c) * bound**n for n, c in enumerate(a[-2::-1])) + eps
    pair = compose(parallelize([q, identity_network(1, 1)]), [(np.ones((1, 2)), np.zeros(2))])
    product = compose(multiply(eps / 3, max(size, bound)), pair)
    return compose([(np.ones((1, 1)), np.array([a[-1]]))], product)
