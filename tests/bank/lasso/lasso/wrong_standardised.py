# Scales the columns to unit mean square, so each is penalised by its size.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    scale = np.sqrt((a**2).mean(axis=0))
    scale[scale == 0] = 1
    a = a / scale
    m, n = a.shape
    step = m / np.linalg.norm(a, 2) ** 2
    c = np.zeros(n)
    for _ in range(n_iter):
        z = c - step * (a.T @ (a @ c - y)) / m
        new = np.sign(z) * np.maximum(np.abs(z) - step * alpha, 0)
        if np.abs(new - c).max() < tol:
            c = new
            break
        c = new
    return c / scale
