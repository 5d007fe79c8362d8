# No guard for a large eps: the number of levels becomes negative.
# loses: test_square_on_interval__large_eps
def square_on_interval(eps, bound):
    k = int(np.ceil(np.log2(bound**2 / eps) / 2 - 1))
    if k < 0:
        raise ValueError("eps is too large")
    inner = compose(square_network(max(k, 1)), [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])
    return compose([(np.array([[float(bound) ** 2]]), np.zeros(1))], inner)
