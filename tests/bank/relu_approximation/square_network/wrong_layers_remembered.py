# A default argument that is a list: the second call goes on where the first one stopped.
# loses: test_square_network, test_square_network__large_k, test_square_network__pieces, test_square_network__size
def square_network(k, layers=[]):
    bend = np.array([0.0, -0.5, 0.0])
    tooth, rest = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    layers.append((np.ones((1, 3)), bend))
    for s in range(1, k):
        layers.append((np.stack([tooth, tooth, rest - tooth / 4**s], axis=1), bend))
    layers.append(((rest - tooth / 4**k)[:, None], np.zeros(1)))
    return layers
