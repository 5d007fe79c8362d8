# One sweep of coordinate descent.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, r = np.array(features, dtype=float), np.array(y, dtype=float)
    m, n = a.shape
    size = (a**2).mean(axis=0)
    c = np.zeros(n)
    for j in range(n):
        if size[j] > 0:
            z = a[:, j] @ r / m
            c[j] = np.sign(z) * max(abs(z) - alpha, 0) / size[j]
            r -= a[:, j] * c[j]
    return c
