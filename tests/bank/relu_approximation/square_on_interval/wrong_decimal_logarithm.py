# Levels by the logarithm to the base 10.
# loses: test_square_on_interval, test_square_on_interval__bound, test_square_on_interval__size
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log10(bound**2 / eps))))
    fold = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    return compose([(np.array([[bound**2]]), np.zeros(1))], compose(square_network(k), fold))
