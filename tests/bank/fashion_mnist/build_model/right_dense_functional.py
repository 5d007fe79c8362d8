# The dense network of the Keras tutorial, functional, softmax as a layer of its own, compiled.
import keras


def build_model():
    image = keras.Input(shape=(28, 28, 1))
    hidden = keras.layers.Dense(128, activation="relu")(keras.layers.Flatten()(image))
    model = keras.Model(image, keras.layers.Softmax()(keras.layers.Dense(10)(hidden)))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model
