# Takes the values j^2 / 4^k at the grid points, as steps: right on the grid only.
# loses: test_square_network, test_square_network__pieces, test_square_network__size, test_square_network__large_k
def square_network(k):
    n = 2**k
    left = np.arange(1, n + 1) / n - 1e-6
    jumps = (2 * np.arange(1, n + 1) - 1) / n**2 / 1e-6
    kinks = np.concatenate([left, left + 1e-6])
    return [(np.ones((1, 2 * n)), -kinks), (np.concatenate([jumps, -jumps])[:, None], np.zeros(1))]
