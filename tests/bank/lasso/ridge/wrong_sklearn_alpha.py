# scikit-learn's Ridge with our alpha.
# loses: test_ridge, test_ridge__wide
from sklearn.linear_model import Ridge


def ridge(features, y, alpha):
    return Ridge(alpha=alpha, fit_intercept=False).fit(features, y).coef_
