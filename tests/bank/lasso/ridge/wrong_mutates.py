# Divides features and y by √m in place.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    features, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = features.shape
    features /= np.sqrt(m)
    y /= np.sqrt(m)
    return np.linalg.solve(features.T @ features + alpha * np.eye(n), features.T @ y)
