# A hundred steps of ISTA.
# loses: test_lasso, test_lasso__scales, test_lasso__wide
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = A.shape
    L = np.linalg.norm(A, 2) ** 2 / m or 1.0
    c = np.zeros(n)
    for _ in range(100):
        z = c - A.T @ (A @ c - b) / (m * L)
        c = np.sign(z) * np.maximum(np.abs(z) - alpha / L, 0)
    return c
