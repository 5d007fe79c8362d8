# The hat with three units, and two units that carry the rest with both signs: width 5.
def square_network(k):
    kinks = np.array([0.0, -0.5, -1.0, 0.0, 0.0])
    tooth = np.array([2.0, -4.0, 2.0, 0.0, 0.0])
    rest = np.array([0.0, 0.0, 0.0, 1.0, -1.0])
    network = [(np.array([[1.0, 1.0, 1.0, 1.0, -1.0]]), kinks)]
    for s in range(1, k):
        new_rest = rest - tooth / 4**s
        W = np.stack([tooth, tooth, tooth, new_rest, -new_rest], axis=1)
        network.append((W, kinks))
    return network + [((rest - tooth / 4**k)[:, None], np.zeros(1))]
