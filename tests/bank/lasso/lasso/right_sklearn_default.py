# scikit-learn as it comes.
from sklearn.linear_model import Lasso


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    return Lasso(alpha=alpha, fit_intercept=False).fit(features, y).coef_
