# Least squares, then soft thresholding of the coefficients.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    c = np.linalg.lstsq(features, y, rcond=None)[0]
    return np.sign(c) * np.maximum(np.abs(c) - alpha, 0)
