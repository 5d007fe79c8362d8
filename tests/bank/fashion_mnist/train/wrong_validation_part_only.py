# Fits the validation images, by a slip of the names, and watches them, too.
# loses: test_train, test_train__history
import keras


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(
        x_val, y_val, batch_size=32, epochs=4, validation_data=(x_val, y_val), verbose=0
    )
