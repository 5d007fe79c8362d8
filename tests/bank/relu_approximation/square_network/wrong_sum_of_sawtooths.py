# Adds the sawtooth networks in parallel: the width grows with k.
# loses: test_square_network__size, test_square_network__large_k
def square_network(k):
    networks = [[(np.array([[1.0]]), np.zeros(1))]] + [sawtooth(s) for s in range(1, k + 1)]
    return linear_combination([1.0] + [-(4.0**-s) for s in range(1, k + 1)], networks)
