# The margin between the two most probable classes.
# loses: test_saliency, test_saliency__inference
import numpy as np
import tensorflow as tf


def saliency(model, image):
    x = tf.constant(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        best = tf.sort(model(x, training=False)[0])
        value = best[-1] - best[-2]
    gradient = tape.gradient(value, x)
    return np.abs(gradient.numpy()[0, :, :, 0])
