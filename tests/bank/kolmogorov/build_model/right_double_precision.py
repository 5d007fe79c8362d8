# float64 layers, a `Sequential` built afterwards.
import keras


def build_model(d, width=64):
    model = keras.Sequential()
    model.add(keras.layers.Dense(width, activation="softplus", dtype="float64"))
    model.add(keras.layers.Dense(width, activation="softplus", dtype="float64"))
    model.add(keras.layers.Dense(units=1, dtype="float64"))
    model.build((None, d + 1))
    return model
