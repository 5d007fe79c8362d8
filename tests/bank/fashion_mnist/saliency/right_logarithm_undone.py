# The derivative of log p, times p; the model in its default mode, which is inference.
import numpy as np
import tensorflow as tf


def saliency(model, image):
    x = tf.constant(np.asarray(image), tf.float32)[tf.newaxis]
    with tf.GradientTape() as tape:
        tape.watch(x)
        p = tf.reduce_max(model(x))
        logarithm = tf.math.log(p)
    return np.abs(np.asarray(tape.gradient(logarithm, x) * p)).reshape(28, 28)
