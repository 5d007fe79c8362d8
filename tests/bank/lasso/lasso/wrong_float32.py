# Right, and returned in single precision.
# loses: test_lasso
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    solver = Lasso(alpha=alpha, fit_intercept=False, max_iter=10**5, tol=1e-10)
    return solver.fit(np.asarray(features, float), np.asarray(y, float)).coef_.astype("float32")
