# The sign as g / |g|: not a number where a pixel has no influence.
# loses: test_fgsm
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.constant(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = -tf.math.log(model(x, training=False)[0, int(label)])
    gradient = tape.gradient(loss, x).numpy()[0]
    with np.errstate(invalid="ignore"):
        step = epsilon * gradient / np.abs(gradient)
    return np.clip(np.asarray(image) + step, 0, 1)
