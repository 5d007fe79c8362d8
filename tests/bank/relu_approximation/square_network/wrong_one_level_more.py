# k + 1 levels: better than asked, but not the interpolant at 2^k + 1 points.
# loses: test_square_network__pieces
def square_network(k):
    network = [(np.ones((1, 2)), np.array([0.0, -0.5]))]
    tooth, rest = np.array([2.0, -4.0]), np.array([1.0, 0.0])
    for s in range(1, k + 1):
        rest = rest - tooth / 4**s
        network.append((np.stack([tooth, tooth, rest], axis=1), np.array([0.0, -0.5, 0.0])))
        tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    return network + [((rest - tooth / 4 ** (k + 1))[:, None], np.zeros(1))]
