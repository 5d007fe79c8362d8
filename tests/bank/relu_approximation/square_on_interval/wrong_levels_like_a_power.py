# Takes 1 / sqrt(eps) levels: accurate, but far too deep for small eps.
# loses: test_square_on_interval__size
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log2(bound**2 / eps) / 2 - 1)), int(min(bound / np.sqrt(eps), 400) / 4))
    inner = compose(square_network(k), [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])
    return compose([(np.array([[float(bound) ** 2]]), np.zeros(1))], inner)
