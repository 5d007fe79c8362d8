# Compiled by tf.function, the class picked by a one-hot vector.
import numpy as np
import tensorflow as tf


def saliency(model, image):
    @tf.function
    def gradient(x, hot):
        with tf.GradientTape() as tape:
            tape.watch(x)
            probability = tf.reduce_sum(model(x, training=False) * hot)
        return tape.gradient(probability, x)

    x = tf.constant(np.asarray(image, dtype="float32")[None])
    winner = np.argmax(model.predict(x, verbose=0), axis=1)
    return tf.abs(tf.squeeze(gradient(x, tf.one_hot(winner, 10))))
