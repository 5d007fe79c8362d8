# Sums the sawtooth networks side by side: too wide for small eps, and too many parameters.
# loses: test_square_on_interval__size
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log2(bound**2 / eps) / 2 - 1)))
    networks = [[(np.array([[1.0]]), np.zeros(1))]] + [sawtooth(s) for s in range(1, k + 1)]
    square = linear_combination([1.0] + [-(4.0**-s) for s in range(1, k + 1)], networks)
    inner = compose(square, [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])
    return compose([(np.array([[float(bound) ** 2]]), np.zeros(1))], inner)
