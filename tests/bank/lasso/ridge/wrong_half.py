# The penalty is half of what it should be.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a = np.asarray(features)
    m, n = a.shape
    return np.linalg.solve(a.T @ a + m * alpha / 2 * np.eye(n), a.T @ np.asarray(y))
