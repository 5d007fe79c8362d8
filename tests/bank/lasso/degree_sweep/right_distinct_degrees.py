# Each distinct degree is fitted once; a tuple of two tensors comes back.
import tensorflow as tf


def degree_sweep(estimator, x_train, y_train, x_val, y_val, degrees, length=20.0):
    degrees = [int(n) for n in degrees]
    known = {}
    for n in sorted(set(degrees)):
        phi = cosine_features(x_train, n, length)
        c = np.asarray(estimator(phi, y_train))
        known[n] = (rmse(phi, y_train, c), rmse(cosine_features(x_val, n, length), y_val, c))
    table = tf.constant([known[n] for n in degrees], dtype=tf.float64)
    return table[:, 0], table[:, 1]
