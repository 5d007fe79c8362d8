# Leaves the validation data out.
# loses: test_train__history
import keras


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(x_train, y_train, batch_size=32, epochs=10, verbose=0)
