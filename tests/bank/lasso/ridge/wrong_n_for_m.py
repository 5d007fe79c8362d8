# Multiplies alpha by the number of features.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a = np.asarray(features)
    n = a.shape[1]
    return np.linalg.solve(a.T @ a + n * alpha * np.eye(n), a.T @ np.asarray(y))
