# Lists fail: features.shape.
# loses: test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    m, n = features.shape
    step = m / np.linalg.norm(features, 2) ** 2
    c = np.zeros(n)
    for _ in range(n_iter):
        z = c - step * (features.T @ (features @ c - y)) / m
        new = np.sign(z) * np.maximum(np.abs(z) - step * alpha, 0)
        if np.abs(new - c).max() < tol:
            return new
        c = new
    return c
