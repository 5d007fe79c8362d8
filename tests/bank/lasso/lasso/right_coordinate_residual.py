# Coordinate descent that keeps the residual up to date.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a = np.array(features, dtype=float)
    residual = np.array(y, dtype=float)
    m, n = a.shape
    size = (a**2).sum(axis=0) / m
    c = np.zeros(n)
    for _ in range(n_iter):
        change = 0.0
        for j in range(n):
            if size[j] == 0:
                continue
            old = c[j]
            z = a[:, j] @ residual / m + size[j] * old
            c[j] = np.sign(z) * max(abs(z) - alpha, 0) / size[j]
            if c[j] != old:
                residual -= a[:, j] * (c[j] - old)
                change = max(change, abs(c[j] - old))
        if change <= tol:
            break
    return c
