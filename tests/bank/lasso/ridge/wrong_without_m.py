# alpha is not multiplied by m: the penalty of the other convention.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a = np.asarray(features)
    return np.linalg.solve(a.T @ a + alpha * np.eye(a.shape[1]), a.T @ np.asarray(y))
