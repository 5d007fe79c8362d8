# eps is divided by the bound once instead of twice.
# loses: test_square_on_interval__bound, test_square_on_interval__size
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log2(bound / eps) / 2 - 1)))
    fold = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    return compose([(np.array([[bound**2]]), np.zeros(1))], compose(square_network(k), fold))
