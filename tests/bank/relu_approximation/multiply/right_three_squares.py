# xy = ((x + y)^2 - x^2 - y^2) / 2; each square with a third of the error.
def multiply(eps, bound):
    take = lambda *w: [(np.array(w, dtype=float)[:, None], np.zeros(1))]
    both = compose(square_on_interval(eps / 2, 2 * bound), take(1, 1))
    one = compose(square_on_interval(eps / 2, bound), take(1, 0))
    two = compose(square_on_interval(eps / 2, bound), take(0, 1))
    return linear_combination([0.5, -0.5, -0.5], [both, one, two])
