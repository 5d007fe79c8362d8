# Always 64 units.
# loses: test_build_model
import keras


def build_model(d, width=64):
    return keras.Sequential(
        [
            keras.Input((d + 1,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
