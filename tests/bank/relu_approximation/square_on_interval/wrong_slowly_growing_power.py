# The fourth root of bound^2 / eps levels: within the bounds until eps is very small.
# loses: test_square_on_interval__size
def square_on_interval(eps, bound):
    k = int(np.ceil((bound**2 / eps) ** 0.25)) + 2
    fold = [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    return compose([(np.array([[bound**2]]), np.zeros(1))], compose(square_network(k), fold))
