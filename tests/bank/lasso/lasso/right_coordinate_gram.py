# Coordinate descent on the Gram matrix; the loop ends when the step is small beside c.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    gram, b = a.T @ a / m, a.T @ y / m
    c, gc = np.zeros(n), np.zeros(n)
    for _ in range(n_iter):
        before = c.copy()
        for j in range(n):
            if gram[j, j] <= 0:
                continue
            z = b[j] - gc[j] + gram[j, j] * c[j]
            new = np.sign(z) * max(abs(z) - alpha, 0.0) / gram[j, j]
            gc += gram[:, j] * (new - c[j])
            c[j] = new
        if np.linalg.norm(c - before) <= tol * np.linalg.norm(c):
            break
    return c
