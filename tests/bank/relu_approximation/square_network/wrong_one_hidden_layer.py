# One hidden layer with a unit for each dyadic point: exponentially wide.
# loses: test_square_network__size, test_square_network__large_k
def square_network(k):
    n = 2**k
    kinks = np.arange(n) / n
    changes = np.full(n, 2.0 / n)
    changes[0] = 1.0 / n
    return [(np.ones((1, n)), -kinks), (changes[:, None], np.zeros(1))]
