# A norm over √m.
def rmse(features, y, coefficients):
    residual = np.asarray(features) @ np.asarray(coefficients) - np.asarray(y)
    return np.linalg.norm(residual) / np.sqrt(residual.size)
