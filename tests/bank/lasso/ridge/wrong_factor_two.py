# The ½ of the penalty is forgotten: 2mα.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a = np.asarray(features)
    m, n = a.shape
    return np.linalg.solve(a.T @ a + 2 * m * alpha * np.eye(n), a.T @ np.asarray(y))
