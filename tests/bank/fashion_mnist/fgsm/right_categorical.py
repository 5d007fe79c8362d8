# Keras' loss class with a one-hot label; the result is a tensor.
import keras
import numpy as np
import tensorflow as tf


def fgsm(model, image, label, epsilon):
    x = tf.convert_to_tensor(np.asarray(image, dtype="float32")[None])
    hot = keras.ops.one_hot([int(label)], 10)
    loss = keras.losses.CategoricalCrossentropy()
    with tf.GradientTape() as tape:
        tape.watch(x)
        value = loss(hot, model(x, training=False))
    step = epsilon * tf.sign(tape.gradient(value, x))
    return tf.clip_by_value(x + step, 0.0, 1.0)[0]
