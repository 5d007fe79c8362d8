# The mean absolute error.
# loses: test_rmse
def rmse(features, y, coefficients):
    return float(np.mean(np.abs(np.asarray(features) @ np.asarray(coefficients) - np.asarray(y))))
