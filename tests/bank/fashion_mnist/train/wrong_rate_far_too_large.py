# Far too large a learning rate: one class for every image.
# loses: test_train
import keras


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    optimizer = keras.optimizers.SGD(100.0)
    model.compile(optimizer, "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model.fit(
        x_train, y_train, batch_size=32, epochs=4, validation_data=(x_val, y_val), verbose=0
    )
