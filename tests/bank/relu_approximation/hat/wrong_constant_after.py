# The last change of slope is forgotten in sign: rises again to the right of 1.
# loses: test_hat__line
def hat():
    return [(np.ones((1, 3)), np.array([0.0, -0.5, -1.0])), (np.array([[2.0], [-4.0], [4.0]]), np.zeros(1))]
