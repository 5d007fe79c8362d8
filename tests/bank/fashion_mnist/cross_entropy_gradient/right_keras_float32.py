# Keras, in float32.
import keras
import numpy as np


def cross_entropy_gradient(logits, labels):
    z = np.asarray(logits, dtype="float32")
    hot = keras.ops.one_hot(np.asarray(labels, dtype="int32"), z.shape[1])
    return np.asarray(keras.ops.softmax(z, axis=1) - hot) / len(z)
