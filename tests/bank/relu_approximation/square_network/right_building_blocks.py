# compose, parallelize and linear_combination do it all: (tooth, rest) -> (h(tooth), rest - h(tooth) / 4^s).
def square_network(k):
    one = identity_network(1, 2)
    network = [(np.array([[1.0, 1.0]]), np.zeros(2))]
    for s in range(1, k + 1):
        step = compose([(np.array([[1.0, -1.0 / 4**s], [0.0, 1.0]]), np.zeros(2))], parallelize([hat(), one]))
        network = compose(step, network)
    return compose([(np.array([[0.0], [1.0]]), np.zeros(1))], network)
