# A zero network where eps exceeds B^2, else enough levels with some to spare.
def square_on_interval(eps, bound):
    if eps >= bound**2:
        return [(np.zeros((1, 1)), np.zeros(1))]
    k = int(np.ceil(np.log2(bound / np.sqrt(eps)))) + 1
    magnitude = [(np.array([[1.0, -1.0]]), np.zeros(2)), (np.full((2, 1), 1 / bound), np.zeros(1))]
    network = list(compose(square_network(k), magnitude))
    W, b = network.pop()
    return network + [(W * bound**2, b * bound**2)]
