# Takes no width.
# loses: test_build_model, test_build_model__nonlinear
import keras


def build_model(d):
    return keras.Sequential(
        [
            keras.Input((d + 1,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
