# The first coefficient is not penalised, as if the first feature were always the constant.
# loses: test_ridge, test_ridge__wide
def ridge(features, y, alpha):
    a = np.asarray(features)
    m, n = a.shape
    penalty = m * alpha * np.eye(n)
    penalty[0, 0] = 0
    return np.linalg.lstsq(a.T @ a + penalty, a.T @ np.asarray(y), rcond=None)[0]
