# Ridge regression.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a = np.asarray(features)
    m, n = a.shape
    return np.linalg.solve(a.T @ a / m + alpha * np.eye(n), a.T @ np.asarray(y) / m)
