# Without the third unit: negative to the right of 1.
# loses: test_hat__line
def hat():
    return [(np.ones((1, 2)), np.array([0.0, -0.5])), (np.array([[2.0], [-4.0]]), np.zeros(1))]
