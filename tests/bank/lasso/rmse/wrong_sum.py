# The root of the sum, not of the mean.
# loses: test_rmse
def rmse(features, y, coefficients):
    return float(np.linalg.norm(np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)))
