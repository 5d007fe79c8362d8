# One-hot labels, stochastic gradient descent with momentum; the metric has another name.
import keras


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    optimizer = keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True)
    model.compile(optimizer, "categorical_crossentropy", metrics=["categorical_accuracy"])
    one_hot = keras.utils.to_categorical(y_train, 10)
    validation = x_val, keras.utils.to_categorical(y_val, 10)
    return model.fit(
        x_train, one_hot, batch_size=40, epochs=9, validation_data=validation, verbose=0
    )
