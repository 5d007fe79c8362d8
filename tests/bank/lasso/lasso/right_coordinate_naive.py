# Naive coordinate descent: the whole residual anew for each coordinate.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    c = np.zeros(n)
    for _ in range(n_iter):
        old = c.copy()
        for j in range(n):
            norm = np.dot(a[:, j], a[:, j])
            if norm == 0.0:
                c[j] = 0.0
                continue
            without = y - a @ c + a[:, j] * c[j]
            rho = np.dot(a[:, j], without)
            if rho > m * alpha:
                c[j] = (rho - m * alpha) / norm
            elif rho < -m * alpha:
                c[j] = (rho + m * alpha) / norm
            else:
                c[j] = 0.0
        if np.max(np.abs(c - old)) < tol:
            return c
    return c
