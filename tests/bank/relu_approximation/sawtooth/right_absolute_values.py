# From the second level on h(t) = 1 - |1 - 2 t|; tuples; integer arrays.
def sawtooth(k):
    # 1 - 2 h(x) from the three kinks of the hat
    network = [(np.array([[2, 2, 2]]), np.array([0, -1, -2]))]
    rise = np.array([1, -2, 1])
    if k == 1:
        return (*network, (rise[:, None], np.array([0])))
    network.append((np.stack([-2 * rise, 2 * rise], axis=1), np.array([1, -1])))
    for _ in range(k - 2):
        network.append((np.array([[2, -2], [2, -2]]), np.array([-1, 1])))
    return (*network, (np.array([[-1], [-1]]), np.array([1])))
