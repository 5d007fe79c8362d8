# Takes rows of 784 numbers.
# loses: test_build_model
import keras
from keras import layers


def build_model():
    return keras.Sequential(
        [
            keras.Input((784,)),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
