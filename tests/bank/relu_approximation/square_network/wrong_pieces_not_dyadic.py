# As many pieces, at random places: continuous, zero at the ends, about the right error.
# loses: test_square_network, test_square_network__large_k, test_square_network__pieces, test_square_network__size
def square_network(k):
    n = 2**k
    rng = np.random.default_rng(0)
    nodes = np.concatenate([[0.0], np.sort(rng.random(n - 1)), [1.0]])
    slopes = nodes[1:] + nodes[:-1]
    return [(np.ones((1, n)), -nodes[:-1]), (np.diff(slopes, prepend=0.0)[:, None], np.zeros(1))]
