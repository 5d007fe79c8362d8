# c = u − v with u, v ≥ 0, minimised by L-BFGS-B; bounds make the zeros exact.
from scipy.optimize import minimize


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape

    def value(w):
        residual = a @ (w[:n] - w[n:]) - y
        g = a.T @ residual / m
        return residual @ residual / (2 * m) + alpha * w.sum(), np.concatenate([g + alpha, alpha - g])

    w = np.zeros(2 * n)
    for _ in range(5):
        w = minimize(
            value, w, jac=True, method="L-BFGS-B", bounds=[(0, None)] * (2 * n),
            options={"maxiter": n_iter, "maxfun": 10 * n_iter, "ftol": 0.0, "gtol": 1e-5 * alpha, "maxcor": 30},
        ).x
    return w[:n] - w[n:]
