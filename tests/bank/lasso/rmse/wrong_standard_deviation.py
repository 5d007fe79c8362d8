# The standard deviation of the residuals: their mean is taken off.
# loses: test_rmse
def rmse(features, y, coefficients):
    return float(np.std(np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)))
