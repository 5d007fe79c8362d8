# With a unit that is always 0 in each layer: width 4, still within the bounds.
def sawtooth(k):
    kinks = np.array([0.0, -0.5, -1.0, -5.0])
    fold = np.array([[2.0], [-4.0], [2.0], [0.0]])
    return [(np.ones((1, 4)), kinks), *[(fold @ np.ones((1, 4)), kinks.copy()) for _ in range(k - 1)], (fold, np.zeros(1))]
