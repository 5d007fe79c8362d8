# Coefficients below 0.01 are set to zero afterwards.
# loses: test_lasso__zeros
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    c = Lasso(alpha=alpha, fit_intercept=False, max_iter=n_iter, tol=tol).fit(features, y).coef_
    c[np.abs(c) < 0.01] = 0
    return c
