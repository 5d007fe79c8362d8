# LassoCV chooses its own alpha.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
from sklearn.linear_model import LassoCV


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    return LassoCV(fit_intercept=False).fit(features, y).coef_
