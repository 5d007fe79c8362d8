# The absolute residuals, one for each sample, not their mean.
# loses: test_rmse
def rmse(features, y, coefficients):
    return np.sqrt((np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)) ** 2)
