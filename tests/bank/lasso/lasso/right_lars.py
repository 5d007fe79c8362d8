# Least angle regression, scikit-learn's.
from sklearn.linear_model import LassoLars


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    model = LassoLars(alpha=alpha, fit_intercept=False, max_iter=n_iter)
    return model.fit(np.array(features, dtype=float), np.array(y, dtype=float)).coef_
