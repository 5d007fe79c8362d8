# scikit-learn's coordinate descent, without intercept and with a tight tolerance.
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    model = Lasso(alpha=alpha, fit_intercept=False, max_iter=10 * n_iter, tol=tol)
    return model.fit(np.asarray(features), np.asarray(y)).coef_
