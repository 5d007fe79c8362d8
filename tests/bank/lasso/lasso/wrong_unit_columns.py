# Coordinate descent for columns of unit mean square only: no division by their size.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    c = np.zeros(n)
    with np.errstate(all="ignore"):
        for _ in range(min(n_iter, 200)):
            old = c.copy()
            for j in range(n):
                z = a[:, j] @ (y - a @ c + a[:, j] * c[j]) / m
                c[j] = np.sign(z) * max(abs(z) - alpha, 0)
            if np.abs(c - old).max() < tol:
                break
    return c
