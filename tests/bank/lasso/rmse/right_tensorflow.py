# A scalar tensor.
import tensorflow as tf


def rmse(features, y, coefficients):
    a, b, c = (tf.cast(np.asarray(value), tf.float64) for value in (features, y, coefficients))
    return tf.sqrt(tf.reduce_mean((tf.linalg.matvec(a, c) - b) ** 2))
