# Every label is the next class.
# loses: test_train
import keras
import numpy as np


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    y = (np.asarray(y_train) + 1) % 10
    return model.fit(
        x_train, y, batch_size=32, epochs=5, validation_data=(x_val, y_val), verbose=0
    )
