# The channel is gone.
# loses: test_fgsm, test_fgsm__clipped, test_fgsm__label
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.constant(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = -tf.math.log(model(x, training=False)[0, int(label)])
    gradient = tape.gradient(loss, x).numpy()[0]
    image = np.asarray(image)
    return np.clip(image + epsilon * np.sign(gradient), 0, 1)[:, :, 0]
