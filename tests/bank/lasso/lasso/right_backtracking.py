# Proximal gradient with backtracking instead of an eigenvalue; continuation in alpha.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    A, b = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = A.shape
    top = np.max(np.abs(A.T @ b)) / m
    c = np.zeros(n)
    path = [alpha] if alpha >= top else [*np.geomspace(top, alpha, 8)[1:-1], alpha]
    for weight in path:
        L, z, t = 1e-3, c.copy(), 1.0
        last = weight == path[-1]
        for _ in range(n_iter if last else 200):
            r = A @ z - b
            gradient = A.T @ r / m
            while True:
                step = z - gradient / L
                new = np.sign(step) * np.maximum(np.abs(step) - weight / L, 0)
                d = new - z
                if (A @ d) @ (A @ d) / m <= L * (d @ d) * (1 + 1e-12):
                    break
                L *= 1.5
            if (z - new) @ (new - c) > 0:
                t = 1.0
            nxt = (1 + np.sqrt(1 + 4 * t * t)) / 2
            z, change = new + (t - 1) / nxt * (new - c), np.max(np.abs(d))
            c, t = new, nxt
            if change < 1e-13 * (1 + np.max(np.abs(c))):
                break
    return c
