# ((x + y)^2 - x^2) / 2: the second square is missing.
# loses: test_multiply, test_multiply__bound, test_multiply__size
def multiply(eps, bound):
    take = lambda *w: [(np.array(w, dtype=float)[:, None], np.zeros(1))]
    both = compose(square_on_interval(eps, 2 * bound), take(1, 1))
    one = compose(square_on_interval(eps, bound), take(1, 0))
    return linear_combination([0.5, -0.5], [both, one])
