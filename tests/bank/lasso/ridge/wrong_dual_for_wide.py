# For N > m the dual system, with N in place of m.
# loses: test_ridge__wide
def ridge(features, y, alpha):
    a, y = np.asarray(features), np.asarray(y)
    m, n = a.shape
    if n <= m:
        return np.linalg.solve(a.T @ a + m * alpha * np.eye(n), a.T @ y)
    return a.T @ np.linalg.solve(a @ a.T + n * alpha * np.eye(m), y)
