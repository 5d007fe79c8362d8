# Dense, batch normalisation and activation as layers of their own.
import keras


def build_model(d, width=64):
    layers = [keras.Input(shape=(d + 1,))]
    for _ in range(3):
        layers += [
            keras.layers.Dense(width, use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.Activation("relu"),
        ]
    return keras.Sequential([*layers, keras.layers.Dense(1)])
