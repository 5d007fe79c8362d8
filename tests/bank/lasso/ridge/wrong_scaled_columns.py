# Columns are standardised first, as many packages do.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    A = np.asarray(features, dtype=float)
    spread = A.std(axis=0)
    spread = np.where(spread > 0, spread, 1.0)
    B = A / spread
    m, n = A.shape
    return np.linalg.solve(B.T @ B / m + alpha * np.eye(n), B.T @ np.asarray(y, dtype=float) / m) / spread
