# TensorFlow in float32; the values are scalar tensors.
import numpy as np
import tensorflow as tf


def relative_errors(predicted, exact):
    p = tf.reshape(tf.cast(np.asarray(predicted), tf.float32), [-1])
    e = tf.reshape(tf.cast(np.asarray(exact), tf.float32), [-1])
    return {
        name: tf.norm(p - e, ord=order) / tf.norm(e, ord=order)
        for name, order in [("L1", 1), ("L2", 2), ("Linf", np.inf)]
    }
