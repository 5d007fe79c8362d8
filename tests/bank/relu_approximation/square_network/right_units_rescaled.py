# Units of odd sizes (what leaves a unit is divided by what entered it), and two that are never on.
def square_network(k):
    scale = np.array([3.7, 0.013, 211.0, 1.0, 1.0])
    bend = np.array([0.0, -0.5, 0.0, -1.0, 0.0])
    into, out = np.array([[1.0, 1.0, 1.0, 0.0, 0.0]]), np.eye(5)
    network = [(into * scale, bend * scale)]
    tooth = np.array([2.0, -4.0, 0.0, 0.0, 0.0])
    rest = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
    for s in range(1, k):
        W = np.stack([tooth, tooth, rest - tooth / 4**s, 0 * rest, 0 * rest], axis=1)
        network.append((W * scale / scale[:, None], bend * scale))
    network.append((((rest - tooth / 4**k) / scale)[:, None], np.zeros(1)))
    return network
