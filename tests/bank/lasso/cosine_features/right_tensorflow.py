# Computed by TensorFlow in double precision and returned as a tensor.
import tensorflow as tf


def cosine_features(x, n_features, length=20.0):
    x = tf.cast(tf.convert_to_tensor(np.asarray(x, dtype=np.float64)), tf.float64)
    j = tf.range(n_features, dtype=tf.float64)
    return tf.cos(np.pi * x[:, tf.newaxis] * j[tf.newaxis, :] / length)
