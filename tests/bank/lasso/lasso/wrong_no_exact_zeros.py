# LASSO by iterated ridge regressions: near the solution, but nothing is exactly zero.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    gram, b = a.T @ a / m, a.T @ y / m
    c = np.ones(n)
    for _ in range(2000):
        new = np.linalg.solve(gram + np.diag(alpha / np.sqrt(c**2 + 1e-14)), b)
        if np.abs(new - c).max() < 1e-10:
            break
        c = new
    return c
