# Right for bound = 1 only.
# loses: test_square_on_interval__bound, test_square_on_interval__size
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log2(1 / eps) / 2 - 1)))
    inner = compose(square_network(k), [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])
    return compose([(np.array([[1.0]]), np.zeros(1))], inner)
