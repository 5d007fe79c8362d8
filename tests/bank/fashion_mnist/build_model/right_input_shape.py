# The shape of the input as an argument of the first layer, of which Keras warns.
import keras


def build_model():
    layers = keras.layers
    return keras.Sequential(
        [
            layers.Conv2D(12, 3, strides=2, activation="relu", input_shape=(28, 28, 1)),
            layers.Flatten(),
            layers.Dense(10, activation="softmax"),
        ]
    )
