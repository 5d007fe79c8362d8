# Only nonnegative coefficients.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    model = Lasso(alpha=alpha, fit_intercept=False, positive=True, max_iter=n_iter, tol=tol)
    return model.fit(features, y).coef_
