# The fourth root of bound^2 / eps levels: within the bounds until eps is very small.
# loses: test_multiply__size
def multiply(eps, bound):
    k = int(np.ceil((bound**2 / eps) ** 0.25)) + 3
    fold = [(np.array([[1.0, -1.0]]) / (2 * bound), np.zeros(2)), (np.ones((2, 1)), np.zeros(1))]
    square = compose(square_network(k), fold)
    plus, minus = (compose(square, [(np.array([[1.0], [s]]), np.zeros(1))]) for s in (1.0, -1.0))
    return linear_combination([bound**2, -(bound**2)], [plus, minus])
