# The norm divided by m instead of √m.
# loses: test_rmse
def rmse(features, y, coefficients):
    return float(np.linalg.norm(np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)) / len(y))
