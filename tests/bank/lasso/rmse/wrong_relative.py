# Divided by the size of y.
# loses: test_rmse
def rmse(features, y, coefficients):
    residual = np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)
    return float(np.linalg.norm(residual) / np.linalg.norm(y))
