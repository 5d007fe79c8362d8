# The sign by comparisons, the logarithm by hand.
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.constant(np.asarray(image).reshape(1, 28, 28, 1), dtype=tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        loss = -tf.math.log(tf.gather(model(x)[0], int(label)))
    g = tape.gradient(loss, x).numpy()[0]
    result = np.array(image, dtype="float32")
    result[g > 0] += epsilon
    result[g < 0] -= epsilon
    result[result < 0] = 0
    result[result > 1] = 1
    return result
