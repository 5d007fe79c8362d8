# scikit-learn's mean squared error, then the root.
from sklearn.metrics import mean_squared_error


def rmse(features, y, coefficients):
    return mean_squared_error(y, np.dot(features, coefficients)) ** 0.5
