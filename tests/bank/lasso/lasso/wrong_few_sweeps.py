# Ten sweeps of coordinate descent.
# loses: test_lasso, test_lasso__wide, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, r = np.array(features, dtype=float), np.array(y, dtype=float)
    m, n = a.shape
    size = (a**2).mean(axis=0)
    c = np.zeros(n)
    for _ in range(10):
        for j in range(n):
            if size[j] == 0:
                continue
            z = a[:, j] @ r / m + size[j] * c[j]
            new = np.sign(z) * max(abs(z) - alpha, 0) / size[j]
            r -= a[:, j] * (new - c[j])
            c[j] = new
    return c
