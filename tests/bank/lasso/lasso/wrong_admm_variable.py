# ADMM, but it returns the variable that is not thresholded.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    gram, b = a.T @ a / m, a.T @ y / m
    inverse = np.linalg.inv(gram + np.eye(n))
    x, z, u = np.zeros(n), np.zeros(n), np.zeros(n)
    for _ in range(n_iter):
        x = inverse @ (b + z - u)
        old = z
        z = np.sign(x + u) * np.maximum(np.abs(x + u) - alpha, 0)
        u = u + x - z
        if np.abs(x - z).max() <= tol and np.abs(z - old).max() <= tol:
            break
    return x
