# A step of gradient descent on the negative loss with the sign as gradient.
import keras
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.Variable(np.asarray(image, dtype="float32")[None])
    with tf.GradientTape() as tape:
        p = model(x, training=False)
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(np.array([label]), p))
    x.assign_add(epsilon * tf.math.sign(tape.gradient(loss, x)))
    return x.numpy().clip(0, 1).reshape(np.shape(image))
