# FISTA without restarts.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    step = m / max(np.linalg.norm(a, 2) ** 2, 1e-300)
    c = momentum = np.zeros(n)
    t = 1.0
    for _ in range(n_iter):
        z = momentum - step * (a.T @ (a @ momentum - y)) / m
        new = z - np.clip(z, -step * alpha, step * alpha)
        t_new = (1 + np.sqrt(1 + 4 * t * t)) / 2
        momentum = new + (t - 1) / t_new * (new - c)
        if np.abs(new - c).max() < tol and np.abs(new - momentum).max() < tol:
            return new
        c, t = new, t_new
    return c
