# ISTA with the step 0.1 whatever the features.
# loses: test_lasso__wide, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    c = np.zeros(n)
    with np.errstate(all="ignore"):
        for _ in range(n_iter):
            z = c - 0.1 * (a.T @ (a @ c - y)) / m
            new = np.sign(z) * np.maximum(np.abs(z) - 0.1 * alpha, 0)
            if np.abs(new - c).max() < tol:
                return new
            c = new
    return c
