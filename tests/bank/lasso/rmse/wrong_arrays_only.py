# Lists fail: the matrix product needs arrays.
# loses: test_rmse
def rmse(features, y, coefficients):
    return float(np.sqrt(np.mean((y - features @ coefficients) ** 2)))
