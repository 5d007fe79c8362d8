# p(x) = e(x^2) + x o(x^2) with e of degree 2 and o of degree 1, written with squares.
def polynomial(coefficients, eps, bound=1.0):
    c = np.zeros(5)
    given = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    c[5 - len(given) :] = given
    a4, a3, a2, a1, a0 = c
    B = float(bound)
    m = 1 + abs(c).sum()
    room = max(1.0, B) ** 2 + 1
    x = [(np.ones((1, 1)), np.zeros(1))]
    s = square_on_interval(min(1.0, eps / (16 * m * room)), B)
    terms, weights = [x], [a1]
    if a2:
        terms, weights = [*terms, s], [*weights, a2]
    if a4:
        terms, weights = [*terms, compose(square_on_interval(eps / (8 * m), room), s)], [*weights, a4]
    if a3:
        both = compose(parallelize([x, s]), [(np.ones((1, 2)), np.zeros(2))])
        terms, weights = [*terms, compose(multiply(eps / (8 * m), room), both)], [*weights, a3]
    network = linear_combination(weights, terms)
    return [*network[:-1], (network[-1][0], network[-1][1] + a0)]
