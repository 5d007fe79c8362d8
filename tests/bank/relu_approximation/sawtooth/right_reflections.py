# The first layer makes the hat from |2x - 1|, with a clip by the ReLU; the tip is turned over at the end.
def sawtooth(k):
    # u = |2x - 1| clipped at 1 is 1 - h(x); then 1 - h(h(x)) = |2 h - 1| = |1 - 2u|.
    first = (np.array([[2.0, -2.0, 2.0, -2.0]]), np.array([-1.0, 1.0, -2.0, 0.0]))
    u = np.array([[1.0], [1.0], [-1.0], [-1.0]])
    network = [first]
    for _ in range(k - 1):
        network.append((np.hstack([2 * u, -2 * u]), np.array([-1.0, 1.0])))
        u = np.array([[1.0], [1.0]])
    return network + [(-u, np.array([1.0]))]
