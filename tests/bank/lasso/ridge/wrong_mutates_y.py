# Only y is changed, divided by m in place.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a, y = np.asarray(features), np.asarray(y, dtype=float)
    m, n = a.shape
    y /= m
    return np.linalg.solve(a.T @ a / m + alpha * np.eye(n), a.T @ y)
