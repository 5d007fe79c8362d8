# The mean squared error, without the root.
# loses: test_rmse
def rmse(features, y, coefficients):
    return float(np.mean((np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)) ** 2))
