# All coordinates are updated at once from the old ones: diverges for dependent columns.
# loses: test_lasso, test_lasso__wide, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a, y = np.asarray(features, dtype=float), np.asarray(y, dtype=float)
    m, n = a.shape
    size = (a**2).mean(axis=0)
    size[size == 0] = 1
    c = np.zeros(n)
    with np.errstate(all="ignore"):
        for _ in range(min(n_iter, 2000)):
            z = a.T @ (y - a @ c) / m + size * c
            new = np.sign(z) * np.maximum(np.abs(z) - alpha, 0) / size
            if np.abs(new - c).max() < tol:
                return new
            c = new
            if not np.all(np.isfinite(c)):
                break
    return c
