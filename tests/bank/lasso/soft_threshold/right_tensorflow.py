# TensorFlow all the way.
import tensorflow as tf


def soft_threshold(z, threshold):
    z = tf.convert_to_tensor(np.asarray(z, dtype=np.float64))
    return tf.sign(z) * tf.nn.relu(tf.abs(z) - threshold)
