# ISTA, a hundred steps and no more.
# loses: test_lasso, test_lasso__wide, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m = len(y)
    step = m / np.linalg.norm(a, 2) ** 2
    c = np.zeros(a.shape[1])
    for _ in range(100):
        z = c - step * (a.T @ (a @ c - y)) / m
        c = np.sign(z) * np.maximum(np.abs(z) - step * alpha, 0)
    return c
