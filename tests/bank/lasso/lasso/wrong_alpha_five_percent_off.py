# A penalty of 0.95 alpha.
# loses: test_lasso, test_lasso__scales, test_lasso__wide, test_lasso__zeros
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = A.shape
    L = np.linalg.norm(A, 2) ** 2 / m or 1.0
    c, z, t = np.zeros(n), np.zeros(n), 1.0
    for _ in range(n_iter):
        step = z - A.T @ (A @ z - b) / (m * L)
        new = np.sign(step) * np.maximum(np.abs(step) - 0.95 * alpha / L, 0)
        if (z - new) @ (new - c) > 0:
            t = 1.0
        nxt = (1 + np.sqrt(1 + 4 * t * t)) / 2
        z, c, t, done = new + (t - 1) / nxt * (new - c), new, nxt, np.array_equal(new, c)
        if done:
            break
    return c
