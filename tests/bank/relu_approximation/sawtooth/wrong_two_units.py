# The hat without its third unit: for k = 1 negative to the right of 1.
# loses: test_sawtooth, test_sawtooth__size
def sawtooth(k):
    fold = np.array([[2.0], [-4.0]])
    return [(np.ones((1, 2)), np.array([0.0, -0.5])), *[(fold @ np.ones((1, 2)), np.array([0.0, -0.5])) for _ in range(k - 1)], (fold, np.zeros(1))]
