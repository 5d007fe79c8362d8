# scikit-learn's linear regression without intercept, with the cut-off of the statement.
from sklearn.linear_model import LinearRegression


def least_squares(features, y):
    return LinearRegression(fit_intercept=False, tol=1e-12).fit(np.asarray(features), np.asarray(y)).coef_
