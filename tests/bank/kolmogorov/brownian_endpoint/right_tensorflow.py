# TensorFlow in float32, its seed drawn from the generator; a tensor comes back.
import numpy as np
import tensorflow as tf


def brownian_endpoint(x, t, sigma, rng):
    x = tf.cast(np.asarray(x), tf.float32)
    t = tf.cast(np.asarray(t), tf.float32)
    sigma = tf.cast(np.asarray(sigma), tf.float32)
    noise = tf.random.stateless_normal(tf.shape(x), seed=rng.integers(2**31 - 1, size=2))
    return x + tf.sqrt(t) * tf.einsum("ij,nj->ni", sigma, noise)
