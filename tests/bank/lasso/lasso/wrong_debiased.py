# The right support, then least squares on it.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a = np.asarray(features)
    c = Lasso(alpha=alpha, fit_intercept=False, max_iter=n_iter, tol=tol).fit(a, y).coef_
    support = np.flatnonzero(c)
    if support.size:
        c[support] = np.linalg.lstsq(a[:, support], y, rcond=None)[0]
    return c
