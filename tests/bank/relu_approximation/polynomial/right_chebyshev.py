# In Chebyshev polynomials of t = x / bound: T_2 = 2 t^2 - 1, T_3 = 2 t T_2 - t, T_4 = 2 T_2^2 - 1.
def polynomial(coefficients, eps, bound=1.0):
    p = np.asarray(list(coefficients), dtype=float)[::-1]
    c = np.polynomial.chebyshev.poly2cheb(p * float(bound) ** np.arange(len(p)))
    c = np.append(c, np.zeros(max(0, 5 - len(c))))
    fine = min(0.01, eps / (200 * (1 + np.abs(c).sum())))
    t = [(np.ones((1, 1)) / bound, np.zeros(1))]
    one = [(np.zeros((1, 1)), np.ones(1))]
    t2 = linear_combination([2, -1], [compose(square_on_interval(fine, 1.0), t), one])
    copies = [(np.ones((1, 2)), np.zeros(2))]
    both = compose(parallelize([t, t2]), copies)
    t3 = linear_combination([2, -1], [compose(multiply(fine, 1.1), both), t])
    t4 = linear_combination([2, -1], [compose(square_on_interval(fine, 1.1), t2), one])
    return linear_combination(c[:5], [one, t, t2, t3, t4])
