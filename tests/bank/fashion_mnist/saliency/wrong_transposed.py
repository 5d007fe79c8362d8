# Rows and columns exchanged.
# loses: test_saliency, test_saliency__inference
import numpy as np
import tensorflow as tf


def saliency(model, image):
    x = tf.constant(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = tf.reduce_max(model(x, training=False))
    gradient = tape.gradient(value, x)
    return np.abs(gradient.numpy()[0, :, :, 0]).T
