# TensorFlow for the statistics: two scalar tensors come back.
import numpy as np
import tensorflow as tf


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    noise = rng.standard_normal((n_samples, np.size(x)))
    values = tf.convert_to_tensor(
        phi(np.asarray(x) + np.sqrt(t) * np.einsum("ij,nj->ni", sigma, noise))
    )
    return tf.reduce_mean(values), tf.math.reduce_std(values) / tf.sqrt(
        tf.cast(n_samples - 1, values.dtype)
    )
