# No input: the model is not built.
# loses: test_build_model, test_build_model__nonlinear
import keras


def build_model(d, width=64):
    return keras.Sequential(
        [
            keras.layers.Dense(width, activation="relu"),
            keras.layers.Dense(width, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
