# Ten steps.
# loses: test_fgsm, test_fgsm__clipped, test_fgsm__label
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.constant(np.asarray(image, dtype="float32")[None])
    for _ in range(10):
        with tf.GradientTape() as tape:
            tape.watch(x)
            loss = -tf.math.log(model(x, training=False)[0, int(label)])
        x = tf.clip_by_value(x + epsilon * tf.sign(tape.gradient(loss, x)), 0, 1)
    return x[0].numpy()
