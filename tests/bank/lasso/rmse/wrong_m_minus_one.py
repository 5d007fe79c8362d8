# Divides by m − 1.
# loses: test_rmse
def rmse(features, y, coefficients):
    residual = np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)
    return float(np.sqrt(np.sum(residual**2) / (len(residual) - 1)))
