# Uses features.shape without converting: lists fail.
# loses: test_ridge__wide
def ridge(features, y, alpha):
    m, n = features.shape
    return np.linalg.solve(features.T @ features / m + alpha * np.eye(n), features.T @ y / m)
