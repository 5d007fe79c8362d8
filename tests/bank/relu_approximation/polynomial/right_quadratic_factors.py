# Factorised over the reals: lines and parabolas, multiplied with each other.
def polynomial(coefficients, eps, bound=1.0):
    given = np.trim_zeros(np.asarray(coefficients, dtype=float), "f")
    roots = np.roots(given)
    real = sorted(r.real for r in roots if abs(r.imag) < 1e-12 * (1 + abs(r)))
    pairs = [(-2 * r.real, abs(r) ** 2) for r in roots if r.imag >= 1e-12 * (1 + abs(r))]
    while len(real) > 1:
        r, s = real.pop(), real.pop()
        pairs.append((-(r + s), r * s))
    size = 1 + np.abs(given[0]) + sum(abs(p) * bound + abs(q) + bound**2 + 1 for p, q in pairs)
    size *= max(1.0, bound) * (1 + sum(map(abs, real)))
    fine = eps / (100 * size**4)
    square = square_on_interval(fine, bound)
    factors = [[(np.ones((1, 1)), np.array([-r]))] for r in real]
    for p, q in pairs:
        line = [(np.array([[p]]), np.array([q]))]
        factors.append(linear_combination([1.0, 1.0], [square, line]))
    product = factors[0]
    two = [(np.ones((1, 2)), np.zeros(2))]
    for factor in factors[1:]:
        product = compose(multiply(fine, size**2), compose(parallelize([product, factor]), two))
    return compose([(given[:1, None], np.zeros(1))], product)
