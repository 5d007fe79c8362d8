# TensorFlow draws, seeded by the generator; two float32 tensors come back.
import numpy as np
import tensorflow as tf


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    seeds = rng.integers(2**31 - 1, size=(3, 2))
    t = t_max * tf.random.stateless_uniform((n, 1), seeds[0])
    x = low + (high - low) * tf.random.stateless_uniform((n, d), seeds[1])
    noise = tf.random.stateless_normal((n, d), seeds[2])
    ends = x + tf.sqrt(t) * tf.matmul(noise, np.asarray(sigma, dtype=np.float32), transpose_b=True)
    targets = tf.cast(tf.convert_to_tensor(phi(ends.numpy())), tf.float32)
    return tf.concat([t, x], axis=1), targets
