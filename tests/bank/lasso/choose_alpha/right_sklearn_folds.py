# scikit-learn's KFold, seeded from rng, and the student's lasso.
from sklearn.model_selection import KFold


def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features), np.asarray(y)
    folds = KFold(n_folds, shuffle=True, random_state=int(rng.integers(2**31)))
    errors = np.zeros((n_folds, len(alphas)))
    for k, (train, held_out) in enumerate(folds.split(a)):
        for i, alpha in enumerate(alphas):
            c = lasso(a[train], y[train], alpha)
            errors[k, i] = np.mean((a[held_out] @ c - y[held_out]) ** 2)
    errors = errors.mean(axis=0)
    return alphas[int(np.argmin(errors))], errors
