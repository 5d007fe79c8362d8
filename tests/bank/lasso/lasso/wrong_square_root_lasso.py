# The loss is the root mean square, not the mean square.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    size = (a**2).mean(axis=0)
    c = np.zeros(n)
    for _ in range(30):
        old = c.copy()
        for j in range(n):
            if size[j] > 0:
                r = y - a @ c
                sigma = max(np.sqrt(np.mean(r**2)), 1e-8)
                z = a[:, j] @ r / m + size[j] * c[j]
                c[j] = np.sign(z) * max(abs(z) - alpha * sigma, 0) / size[j]
        if np.abs(c - old).max() < tol:
            break
    return c
