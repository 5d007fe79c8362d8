# scikit-learn with its hidden intercept.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    return Lasso(alpha=alpha, max_iter=n_iter, tol=tol).fit(features, y).coef_
