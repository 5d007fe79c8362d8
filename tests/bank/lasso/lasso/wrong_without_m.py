# ½‖y − Φc‖² + alpha‖c‖₁: the 1/m of the loss is missing.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    step = 1 / np.linalg.norm(a, 2) ** 2
    c = np.zeros(a.shape[1])
    for _ in range(n_iter):
        z = c - step * (a.T @ (a @ c - y))
        new = np.sign(z) * np.maximum(np.abs(z) - step * alpha, 0)
        if np.abs(new - c).max() < tol:
            return new
        c = new
    return c
