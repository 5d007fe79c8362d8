# A tf.data pipeline that mirrors images at random; weight decay and a cosine schedule.
import keras
import numpy as np
import tensorflow as tf


def train(model, x_train, y_train, x_val, y_val, seed=0):
    keras.utils.set_random_seed(seed)
    images = np.asarray(x_train, dtype="float32")
    labels = np.asarray(y_train, dtype="int32")

    def mirror(image, label):
        return tf.image.random_flip_left_right(image), label

    epochs, batch = 9, 40
    data = tf.data.Dataset.from_tensor_slices((images, labels))
    data = data.shuffle(len(labels), seed=seed).map(mirror).batch(batch)
    held_out = tf.data.Dataset.from_tensor_slices(
        (np.asarray(x_val, dtype="float32"), np.asarray(y_val, dtype="int32"))
    ).batch(250)
    steps = epochs * -(-len(labels) // batch)
    rate = keras.optimizers.schedules.CosineDecay(0.003, steps)
    model.compile(
        keras.optimizers.AdamW(rate, weight_decay=0.001),
        "sparse_categorical_crossentropy",
        metrics=["accuracy"],
    )
    return model.fit(data, epochs=epochs, validation_data=held_out, verbose=0)
