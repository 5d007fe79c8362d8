# Soft thresholding of the least-squares solution, right for orthonormal columns.
# loses: test_lasso, test_lasso__scales, test_lasso__wide, test_lasso__zeros
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    c = np.linalg.lstsq(features, y, rcond=1e-12)[0]
    return np.sign(c) * np.maximum(np.abs(c) - alpha, 0)
