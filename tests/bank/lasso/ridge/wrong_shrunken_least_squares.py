# Least squares divided by 1 + alpha, right for orthonormal columns only.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    return np.linalg.lstsq(features, y, rcond=1e-12)[0] / (1 + alpha)
