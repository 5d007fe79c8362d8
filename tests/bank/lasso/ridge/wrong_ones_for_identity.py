# alpha is added to every entry of the Gram matrix.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    A = np.asarray(features, dtype=float)
    m = len(A)
    return np.linalg.lstsq(A.T @ A / m + alpha, A.T @ np.asarray(y, dtype=float) / m, rcond=None)[0]
