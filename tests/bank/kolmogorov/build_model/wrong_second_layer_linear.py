# The second hidden layer has no activation.
# loses: test_build_model__nonlinear
import keras


def build_model(d, width=64):
    return keras.Sequential(
        [
            keras.Input((d + 1,)),
            keras.layers.Dense(width, activation="relu"),
            keras.layers.Dense(width),
            keras.layers.Dense(1),
        ]
    )
