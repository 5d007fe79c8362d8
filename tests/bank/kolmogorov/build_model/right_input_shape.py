# The shape of the input as an argument of the first layer, of which Keras warns.
import keras


def build_model(d, width=64):
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Dense(width, activation="elu", input_shape=(d + 1,)),
            layers.Dense(width, activation="elu"),
            layers.Dense(1),
        ]
    )
