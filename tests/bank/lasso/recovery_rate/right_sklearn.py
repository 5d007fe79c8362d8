# scikit-learn's LASSO; a generator expression.
from sklearn.linear_model import Lasso


def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    def trial():
        a = rng.standard_normal((n_samples, n_features))
        c = np.zeros(n_features)
        c[rng.choice(n_features, sparsity, replace=False)] = rng.choice([-1.0, 1.0], sparsity)
        model = Lasso(alpha=alpha, fit_intercept=False, tol=1e-8, max_iter=100000)
        return np.array_equal(np.abs(model.fit(a, a @ c).coef_) > 0.1, c != 0)

    return np.mean([trial() for _ in range(n_trials)])
