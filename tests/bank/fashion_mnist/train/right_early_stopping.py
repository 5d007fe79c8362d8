# Nine epochs at most; early stopping may cut them short and puts the best weights back.
import keras


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    stop = keras.callbacks.EarlyStopping("val_loss", patience=2, restore_best_weights=True)
    metric = keras.metrics.SparseCategoricalAccuracy(name="accuracy")
    optimizer = keras.optimizers.Nadam(0.003)
    loss = keras.losses.SparseCategoricalCrossentropy()
    model.compile(optimizer=optimizer, loss=loss, metrics=[metric])
    return model.fit(
        x_train,
        y_train,
        batch_size=64,
        epochs=9,
        validation_data=(x_val, y_val),
        callbacks=[stop],
        verbose=0,
    )
