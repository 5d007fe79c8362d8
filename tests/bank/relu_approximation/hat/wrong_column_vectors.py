# Matrices for column vectors: W of shape (n_out, n_in).
# loses: test_hat, test_hat__line
def hat():
    return [(np.ones((3, 1)), np.array([0.0, -0.5, -1.0])), (np.array([[2.0, -4.0, 2.0]]), np.zeros(1))]
