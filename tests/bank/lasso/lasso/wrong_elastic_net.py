# An elastic net.
# loses: test_lasso, test_lasso__wide, test_lasso__zeros, test_lasso__scales
from sklearn.linear_model import ElasticNet


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    model = ElasticNet(alpha=alpha, l1_ratio=0.9, fit_intercept=False, max_iter=n_iter, tol=tol)
    return model.fit(features, y).coef_
