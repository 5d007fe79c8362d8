# Goes on outside [0, 1]: built from |2x - 1| without a clip.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    u = np.array([[1.0], [1.0]])
    network = [(np.array([[2.0, -2.0]]), np.array([-1.0, 1.0]))]
    for _ in range(k - 1):
        network.append((np.hstack([2 * u, -2 * u]), np.array([-1.0, 1.0])))
    return network + [(-u, np.array([1.0]))]
