# As many parameters as are allowed, batch normalisation's moving averages included.
import keras
from keras import layers


def build_model():
    model = keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(1, 21, padding="same", use_bias=False),
            layers.BatchNormalization(),
            layers.Flatten(),
            layers.Dense(251, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )
    assert model.count_params() == 200_000
    return model
