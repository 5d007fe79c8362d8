# Separate affine maps: a layer for the teeth, a layer that joins them with the sum, which is positive.
def square_network(k):
    network = []
    into = np.array([[1.0, 1.0]])  # the input is both the tooth and the sum at first
    for s in range(1, k + 1):
        # (tooth, sum) -> three units of the hat, and the sum
        spread = np.zeros((2, 4))
        spread[0, :3] = 1.0
        spread[1, 3] = 1.0
        network.append((into @ spread, np.array([0.0, -0.5, -1.0, 0.0])))
        # -> the tooth and the new sum, both at least 0
        join = np.array([[2.0, -2.0 / 4**s], [-4.0, 4.0 / 4**s], [2.0, -2.0 / 4**s], [0.0, 1.0]])
        network.append((join, np.zeros(2)))
        into = np.eye(2)
    return network + [(np.array([[0.0], [1.0]]), np.zeros(1))]
