# ISTA with the step 1 / L.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    lipschitz = np.linalg.norm(a, 2) ** 2 / m
    c = np.zeros(n)
    if lipschitz == 0:
        return c
    step = 1 / lipschitz
    for _ in range(n_iter):
        z = c - step * (a.T @ (a @ c - y)) / m
        new = np.sign(z) * np.maximum(np.abs(z) - step * alpha, 0)
        if np.max(np.abs(new - c)) < tol:
            return new
        c = new
    return c
