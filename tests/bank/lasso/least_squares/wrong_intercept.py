# scikit-learn with its default intercept, which is then dropped.
# loses: test_least_squares, test_least_squares__underdetermined, test_least_squares__rank
from sklearn.linear_model import LinearRegression


def least_squares(features, y):
    return LinearRegression().fit(features, y).coef_
