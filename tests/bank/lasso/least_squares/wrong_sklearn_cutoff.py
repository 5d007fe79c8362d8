# scikit-learn without intercept, but with its default cut-off for singular values, 1e-6.
# loses: test_least_squares__rank
from sklearn.linear_model import LinearRegression


def least_squares(features, y):
    return LinearRegression(fit_intercept=False).fit(np.asarray(features), np.asarray(y)).coef_
