# Divides by the size of a column that may be zero.
# loses: test_lasso__zeros
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, r = np.array(features, dtype=float), np.array(y, dtype=float)
    m, n = a.shape
    size = (a**2).mean(axis=0)
    c = np.zeros(n)
    for _ in range(n_iter):
        change = 0.0
        for j in range(n):
            z = a[:, j] @ r / m + size[j] * c[j]
            new = np.sign(z) * max(abs(z) - alpha, 0) / size[j]
            r -= a[:, j] * (new - c[j])
            change = max(change, abs(new - c[j]))
            c[j] = new
        if change < tol:
            break
    return c
