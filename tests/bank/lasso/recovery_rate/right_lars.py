# Least angle regression; the signs from the sign of normals; a 0-dimensional tensor.
import tensorflow as tf
from sklearn.linear_model import LassoLars


def recovery_rate(n_samples, n_features, sparsity, n_trials, alpha, rng):
    successes = []
    for _ in range(n_trials):
        order = np.arange(n_features)
        rng.shuffle(order)
        truth = np.zeros(n_features)
        truth[order[:sparsity]] = np.sign(rng.standard_normal(sparsity))
        phi = rng.standard_normal((n_samples, n_features))
        # Without noise several steps of the path coincide, which it cannot take without the jitter.
        path = LassoLars(alpha=alpha, fit_intercept=False, jitter=1e-9, random_state=0)
        estimate = path.fit(phi, phi @ truth).coef_
        successes.append(bool(np.all((np.abs(estimate) > 0.1) == (truth != 0))))
    return tf.reduce_mean(tf.cast(successes, tf.float64))
