# The maps written down: three units a layer, two of them needed from the second layer on.
def sawtooth(k):
    first = (np.array([[1.0, 1.0, 1.0]]), np.array([0.0, -0.5, -1.0]))
    if k == 1:
        return [first, (np.array([[2.0], [-4.0], [2.0]]), np.array([0.0]))]
    network = [first]
    fold = np.array([[2.0], [-4.0], [2.0]])
    for _ in range(k - 1):
        network.append((np.hstack([fold, fold]), np.array([0.0, -0.5])))
        fold = np.array([[2.0], [-4.0]])
    return network + [(fold, np.zeros(1))]
