# A loss without the label: the sum of the probabilities.
# loses: test_fgsm, test_fgsm__clipped, test_fgsm__label
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.constant(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = tf.reduce_sum(model(x, training=False))
    gradient = tape.gradient(loss, x).numpy()[0]
    image = np.asarray(image)
    return np.clip(image + epsilon * np.sign(gradient), 0, 1)
