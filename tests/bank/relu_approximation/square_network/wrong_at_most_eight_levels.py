# "Eight levels are enough for any picture."
# loses: test_square_network__large_k, test_square_network__pieces, test_square_network__size
def square_network(k):
    k = min(k, 8)
    bend = np.array([0.0, -0.5, 0.0])
    tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    network = [(np.ones((1, 3)), bend)]
    for s in range(1, k):
        network.append((np.stack([tooth, tooth, rest - tooth / 4**s], axis=1), bend))
    return [*network, ((rest - tooth / 4**k)[:, None], np.zeros(1))]
