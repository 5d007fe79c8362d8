# Subtracts the prediction from the caller's y.
# loses: test_rmse
def rmse(features, y, coefficients):
    y = np.asarray(y, dtype=float)
    y -= np.asarray(features) @ np.asarray(coefficients)
    return float(np.sqrt(np.mean(y**2)))
