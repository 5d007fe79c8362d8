# No return.
# loses: test_build_model, test_build_model__budget
import keras
from keras import layers


def build_model():
    model = keras.Sequential([keras.Input((28, 28, 1)), layers.Flatten()])
    model.add(layers.Dense(128, activation="relu"))
    model.add(layers.Dense(10, activation="softmax"))
