# The subgradient method with decreasing steps.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    c = np.zeros(n)
    step = m / np.linalg.norm(a, 2) ** 2
    for k in range(min(n_iter, 300)):
        c = c - step / np.sqrt(k + 1) * (a.T @ (a @ c - y) / m + alpha * np.sign(c))
    return c
