# The loss rises where the label's probability falls.
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.Variable(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        probability = model(x, training=False)[0, label]
    direction = np.sign(tape.gradient(probability, x).numpy()[0])
    return np.minimum(np.maximum(image - epsilon * direction, 0), 1)
