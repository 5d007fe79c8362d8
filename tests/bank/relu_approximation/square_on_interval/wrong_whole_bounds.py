# A bound that is not a whole number is rounded.
# loses: test_square_on_interval__bound
def square_on_interval(eps, bound):
    bound = max(1, int(bound))
    k = max(1, int(np.ceil(np.log2(bound**2 / eps) / 2)))
    fold = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    return compose([(np.array([[bound**2]]), np.zeros(1))], compose(square_network(k), fold))
