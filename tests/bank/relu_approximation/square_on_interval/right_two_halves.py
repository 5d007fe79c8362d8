# The positive and the negative side each have a squaring network of their own.
def square_on_interval(eps, bound):
    k = 1
    while bound**2 * 4.0 ** -(k + 1) > eps:
        k += 1
    # outside of [0, 1] square_network may do what it likes, so cut first
    def side(sign):
        cut = [(np.array([[sign / bound]]), np.zeros(1)), (np.ones((1, 1)), np.zeros(1))]
        return compose(square_network(k), cut)

    return linear_combination([bound**2, bound**2], [side(1.0), side(-1.0)])
