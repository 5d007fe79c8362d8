# Errors as a tensor, folds by a cut of a shuffled list.
import tensorflow as tf


def choose_alpha(features, y, alphas, n_folds=5, rng=None):
    rng = np.random.default_rng(rng)
    a, y = np.asarray(features, dtype=np.float64), np.asarray(y, dtype=np.float64)
    m = len(y)
    order = np.argsort(rng.random(m))
    cuts = [round(k * m / n_folds) for k in range(n_folds + 1)]
    means = []
    for alpha in alphas:
        per_fold = []
        for start, stop in zip(cuts[:-1], cuts[1:]):
            out, kept = order[start:stop], np.r_[order[:start], order[stop:]]
            c = tf.cast(lasso(a[kept], y[kept], alpha), tf.float64)
            per_fold.append(tf.reduce_mean((tf.linalg.matvec(a[out], c) - y[out]) ** 2))
        means.append(tf.reduce_mean(tf.stack(per_fold)))
    cv_errors = tf.stack(means)
    return alphas[int(tf.argmin(cv_errors))], cv_errors
