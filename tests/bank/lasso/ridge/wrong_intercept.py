# scikit-learn's Ridge with the right alpha, but with an intercept.
# loses: test_ridge, test_ridge__wide
from sklearn.linear_model import Ridge


def ridge(features, y, alpha):
    return Ridge(alpha=alpha * len(y)).fit(features, y).coef_
