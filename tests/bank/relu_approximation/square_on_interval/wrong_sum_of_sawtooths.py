# The sum of the sawtooths side by side: as wide as it is deep.
# loses: test_square_on_interval__size
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log2(bound**2 / eps) / 2 - 1)))
    teeth = [sawtooth(s) for s in range(1, k + 1)]
    line = [(np.ones((1, 1)), np.zeros(1))]
    sum_ = linear_combination([1.0, *(-(4.0**-s) for s in range(1, k + 1))], [line, *teeth])
    fold = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    return compose([(np.array([[bound**2]]), np.zeros(1))], compose(sum_, fold))
