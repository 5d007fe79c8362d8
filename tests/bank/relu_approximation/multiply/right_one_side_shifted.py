# (x + bound) (y + bound) of numbers in [0, 2 bound], the rest is affine and carried along.
def multiply(eps, bound):
    up = [(np.eye(2), np.full(2, bound))]
    square = square_on_interval(eps, 4 * bound)
    plus = compose(square, [(np.ones((2, 1)), np.zeros(1))])
    minus = compose(square, [(np.array([[1.0], [-1.0]]), np.zeros(1))])
    product = compose(linear_combination([0.25, -0.25], [plus, minus]), up)
    affine = [(np.full((2, 1), -bound), np.array([-(bound**2)]))]
    return linear_combination([1, 1], [product, affine])
