# Writes slopes where the changes of slope belong.
# loses: test_hat, test_hat__line
def hat():
    return [(np.ones((1, 3)), np.array([0.0, -0.5, -1.0])), (np.array([[2.0], [-2.0], [0.0]]), np.zeros(1))]
