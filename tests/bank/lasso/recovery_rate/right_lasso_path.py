# Random signs of all features, masked by the smallest of random keys; scikit-learn's path solver.
from sklearn.linear_model import lasso_path


def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    good = 0
    for _ in range(n_trials):
        phi = rng.standard_normal(size=(n_features, n_samples)).T
        support = np.argsort(np.argsort(rng.random(n_features))) < sparsity
        c = support * np.sign(rng.random(n_features) - 0.5)
        _, path, _ = lasso_path(np.asfortranarray(phi), phi @ c, alphas=[alpha], tol=1e-8, max_iter=100000)
        good += bool(np.array_equal(np.abs(path[:, 0]) > 0.1, support))
    return float(good) / n_trials
