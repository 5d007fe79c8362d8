# Hard instead of soft thresholding.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m = len(y)
    step = m / np.linalg.norm(a, 2) ** 2
    c = np.zeros(a.shape[1])
    for _ in range(n_iter):
        z = c - step * (a.T @ (a @ c - y)) / m
        new = np.where(np.abs(z) > step * alpha, z, 0)
        if np.abs(new - c).max() < tol:
            return new
        c = new
    return c
