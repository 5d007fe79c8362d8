# The class number as the target of all ten outputs.
# loses: test_train
import keras
import numpy as np


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    model.compile("adam", "mean_squared_error", metrics=["accuracy"])
    y = np.repeat(np.asarray(y_train, dtype="float32")[:, None], 10, axis=1)
    y_held_out = np.repeat(np.asarray(y_val, dtype="float32")[:, None], 10, axis=1)
    return model.fit(
        x_train, y, batch_size=32, epochs=4, validation_data=(x_val, y_held_out), verbose=0
    )
