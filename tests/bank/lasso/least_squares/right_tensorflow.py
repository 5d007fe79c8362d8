# TensorFlow's singular value decomposition; the answer is a tensor.
import tensorflow as tf


def least_squares(features, y):
    a = tf.constant(np.asarray(features, dtype=np.float64))
    b = tf.constant(np.asarray(y, dtype=np.float64))
    return tf.linalg.matvec(tf.linalg.pinv(a, rcond=1e-12), b)
