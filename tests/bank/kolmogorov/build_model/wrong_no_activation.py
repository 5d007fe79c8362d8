# No activation: an affine function.
# loses: test_build_model__nonlinear
import keras


def build_model(d, width=64):
    return keras.Sequential(
        [
            keras.Input((d + 1,)),
            keras.layers.Dense(width),
            keras.layers.Dense(width),
            keras.layers.Dense(1),
        ]
    )
