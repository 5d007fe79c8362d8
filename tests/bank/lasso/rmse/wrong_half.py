# Half the mean squared error under the root, as in the loss of LASSO.
# loses: test_rmse
def rmse(features, y, coefficients):
    residual = np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)
    return float(np.sqrt(np.mean(residual**2) / 2))
