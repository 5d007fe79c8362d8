# No input shape: the model has no weights yet.
# loses: test_build_model__budget
import keras
from keras import layers


def build_model():
    return keras.Sequential(
        [
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
