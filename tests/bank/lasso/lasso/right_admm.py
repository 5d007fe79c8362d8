# ADMM; the answer is the thresholded variable, so zeros are exact.
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    gram, b = a.T @ a / m, a.T @ y / m
    rho = max(np.trace(gram) / n, 1e-12)
    inverse = np.linalg.inv(gram + rho * np.eye(n))
    z, u = np.zeros(n), np.zeros(n)
    for _ in range(n_iter):
        x = inverse @ (b + rho * (z - u))
        old = z
        z = x + u
        z = np.sign(z) * np.maximum(np.abs(z) - alpha / rho, 0)
        u = u + x - z
        if np.abs(x - z).max() <= tol and np.abs(z - old).max() <= tol:
            break
    return z
