# The gradient of the largest probability.
import numpy as np
import tensorflow as tf


def saliency(model, image):
    x = tf.convert_to_tensor(np.asarray(image, dtype="float32")[np.newaxis])
    with tf.GradientTape() as tape:
        tape.watch(x)
        largest = tf.reduce_max(model(x, training=False), axis=1)
    return np.abs(tape.gradient(largest, x).numpy()[0, :, :, 0])
