# Cut at 0 only: right of 1 it goes on downwards.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    bend = np.array([0.0, -0.5])
    tooth = np.array([2.0, -4.0])
    network = [(np.ones((1, 2)), bend)]
    for _ in range(k - 1):
        network.append((np.stack([tooth, tooth], axis=1), bend))
    return [*network, (tooth[:, None], np.zeros(1))]
