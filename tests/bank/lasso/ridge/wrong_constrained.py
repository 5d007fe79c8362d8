# The least-squares solution, scaled down until its norm is at most 1 / alpha.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    c = np.linalg.lstsq(features, y, rcond=1e-12)[0]
    return c * min(1.0, 1 / (alpha * np.linalg.norm(c)))
