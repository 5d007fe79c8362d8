# FISTA with restarts and backtracking; ends when the subgradient of least size is small.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape

    def gradient(c):
        return a.T @ (a @ c - y) / m

    def smooth(c):
        return np.sum((y - a @ c) ** 2) / (2 * m)

    c = v = np.zeros(n)
    lipschitz, t = 1.0, 1.0
    for _ in range(n_iter):
        g = gradient(v)
        while True:
            z = v - g / lipschitz
            new = np.sign(z) * np.maximum(np.abs(z) - alpha / lipschitz, 0)
            d = new - v
            if smooth(new) <= smooth(v) + g @ d + lipschitz / 2 * (d @ d) * (1 + 1e-12) + 1e-14:
                break
            lipschitz *= 2
        if (v - new) @ (new - c) > 0:
            t = 1.0
        t_new = (1 + np.sqrt(1 + 4 * t**2)) / 2
        v = new + (t - 1) / t_new * (new - c)
        c, t = new, t_new
        h = gradient(c)
        residual = np.where(c != 0, np.abs(h + alpha * np.sign(c)), np.maximum(np.abs(h) - alpha, 0))
        if residual.max() <= 1e-7 * alpha:
            break
    return c
