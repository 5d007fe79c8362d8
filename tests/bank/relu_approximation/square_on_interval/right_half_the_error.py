# The network lies above the square, so lowering it by eps / 2 saves half a level.
def square_on_interval(eps, bound):
    k = max(1, int(np.ceil(np.log(bound * bound / (2 * eps)) / np.log(4) - 1)))
    inner = compose(square_network(k), [(np.array([[1.0, -1.0]]) / bound, np.zeros(2)), (np.ones((2, 1)), np.zeros(1))])
    top = bound**2 * 4.0 ** -(k + 1)
    return compose([(np.array([[float(bound) ** 2]]), np.array([-top / 2]))], inner)
