# Lowered by the whole error: tangents of the parabola instead of chords, the same largest error.
def square_network(k):
    unfold = np.array([[1.0, 1.0, 1.0]])
    bend = np.array([0.0, -0.5, 0.0])
    tooth, carried = np.array([2.0, -4.0, 0.0]), np.array([0.0, 0.0, 1.0])
    network = [(unfold, bend)]
    for s in range(1, k + 1):
        carried = carried - tooth / 4**s
        if s < k:
            network.append((np.stack([tooth, tooth, carried], axis=1), bend))
            carried = np.array([0.0, 0.0, 1.0])
    network.append((carried[:, None], np.array([-(4.0 ** -(k + 1))])))
    return network
