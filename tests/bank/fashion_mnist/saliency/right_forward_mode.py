# Forward mode: 784 copies of the image, each with another pixel's direction.
import numpy as np
import tensorflow as tf


def saliency(model, image):
    image = tf.reshape(tf.cast(image, tf.float32), (1, 28, 28, 1))
    copies = tf.repeat(image, 784, axis=0)
    directions = tf.reshape(tf.eye(784), (784, 28, 28, 1))
    with tf.autodiff.ForwardAccumulator(copies, directions) as accumulator:
        probabilities = model(copies, training=False)
    derivatives = accumulator.jvp(probabilities)
    winner = int(np.argmax(probabilities[0]))
    return np.abs(np.asarray(derivatives)[:, winner]).reshape(28, 28)
