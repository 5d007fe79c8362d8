# Two levels at once, from four units; for odd k one is missing.
# loses: test_square_network, test_square_network__large_k, test_square_network__pieces, test_square_network__size
def square_network(k):
    kinks = np.array([0.0, -0.25, -0.5, -0.75, 0.0])
    once = np.array([2.0, 0.0, -4.0, 0.0, 0.0])
    twice = np.array([4.0, -8.0, 8.0, -8.0, 0.0])
    rest = np.array([0.0, 0.0, 0.0, 0.0, 1.0])
    n = max(1, k // 2)
    network = [(np.ones((1, 5)), kinks)]
    for s in range(1, n + 1):
        less = rest - once / 4 ** (2 * s - 1) - twice / 4 ** (2 * s)
        if s < n:
            network.append((np.stack([twice, twice, twice, twice, less], axis=1), kinks))
    return [*network, (less[:, None], np.zeros(1))]
