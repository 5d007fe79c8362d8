# A large frozen layer in front: its parameters count, too.
# loses: test_build_model__budget
import keras
from keras import layers


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(784, trainable=False, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
