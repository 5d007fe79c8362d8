# Models inside of a model; LeakyReLU as a layer.
import keras


def _hidden_part(n_in, width):
    return keras.Sequential(
        [
            keras.Input((n_in,)),
            keras.layers.Dense(width),
            keras.layers.LeakyReLU(negative_slope=0.1),
        ]
    )


def build_model(d, width=64):
    return keras.Sequential(
        [
            keras.Input((d + 1,)),
            _hidden_part(d + 1, width),
            _hidden_part(width, width),
            keras.layers.Dense(1),
        ]
    )
