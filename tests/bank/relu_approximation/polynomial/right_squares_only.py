# Powers from squares: x^4 = (x^2)^2 and x^3 = ((x^2 + x)^2 - x^4 - x^2) / 2.
def polynomial(coefficients, eps, bound=1.0):
    a = np.zeros(5)
    given = np.trim_zeros(np.asarray(coefficients, dtype=float).ravel(), "f")[::-1]
    a[: len(given)] = given
    size = max(1.0, bound)
    fine = eps / (100 * (1 + np.abs(a).sum()) * size**4)
    line = [(np.ones((1, 1)), np.zeros(1))]
    square = square_on_interval(fine, bound)
    fourth = compose(square_on_interval(fine, 2 * size**2), square)
    mixed = compose(square_on_interval(fine, 4 * size**2), linear_combination([1, 1], [square, line]))
    one = [(np.zeros((1, 1)), np.ones(1))]
    weights = [a[4] - a[3] / 2, a[3] / 2, a[2] - a[3] / 2, a[1], a[0]]
    return linear_combination(weights, [fourth, mixed, square, line, one])
