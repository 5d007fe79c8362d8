# Keras' function, in float32.
import keras
import numpy as np


def softmax(logits):
    return keras.ops.softmax(np.asarray(logits, dtype="float32"), axis=-1)
