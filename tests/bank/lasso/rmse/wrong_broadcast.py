# A column minus a row makes a matrix of all differences.
# loses: test_rmse
def rmse(features, y, coefficients):
    prediction = np.asarray(features) @ np.asarray(coefficients).reshape(-1, 1)
    return float(np.sqrt(np.mean((prediction - np.asarray(y)) ** 2)))
