# A dense layer of 252: 200,350 parameters.
# loses: test_build_model__budget
import keras
from keras import layers


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Flatten(),
            layers.Dense(252, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
