# Carries the sum of h_s / 4^s instead; the input goes along in a unit of its own.
def square_network(k):
    layers = [(np.array([[1.0, 1.0, 1.0, 0.0]]), np.array([0.0, -0.5, 0.0, 0.0]))]  # units, x, sum
    for s in range(1, k):
        W = np.array(
            [
                [2.0, 2.0, 0.0, 2.0 / 4**s],
                [-4.0, -4.0, 0.0, -4.0 / 4**s],
                [0.0, 0.0, 1.0, 0.0],
                [0.0, 0.0, 0.0, 1.0],
            ]
        )
        layers.append((W, np.array([0.0, -0.5, 0.0, 0.0])))
    layers.append((np.array([[-2.0 / 4**k], [4.0 / 4**k], [1.0], [-1.0]]), np.array([0.0])))
    return layers
