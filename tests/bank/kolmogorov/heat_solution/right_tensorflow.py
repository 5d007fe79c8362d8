# TensorFlow in float32; a tensor comes back.
import numpy as np
import tensorflow as tf


def heat_solution(t, x, sigma):
    x = tf.convert_to_tensor(np.asarray(x), dtype=tf.float32)
    sigma = tf.cast(tf.convert_to_tensor(np.asarray(sigma)), tf.float32)
    t = tf.cast(tf.convert_to_tensor(np.asarray(t)), tf.float32)
    trace = tf.linalg.trace(tf.matmul(sigma, sigma, transpose_b=True))
    return tf.reduce_sum(tf.square(x), axis=1, keepdims=True) + t * trace
