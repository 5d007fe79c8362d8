# Shuffles the arrays that were passed, images and labels alike.
# loses: test_train, test_train__history
import keras
import numpy as np


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    for array in (x_train, y_train):
        np.random.default_rng(seed).shuffle(array)
    return model.fit(
        x_train, y_train, batch_size=32, epochs=10, validation_data=(x_val, y_val), verbose=0
    )
