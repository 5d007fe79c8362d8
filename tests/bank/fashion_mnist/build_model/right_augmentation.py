# Layers that move and mirror pictures at random, as Keras has them: they do nothing when it predicts.
import keras


def build_model():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            keras.layers.RandomFlip("horizontal", seed=1),
            keras.layers.RandomTranslation(0.05, 0.05, fill_mode="constant", seed=2),
            keras.layers.Conv2D(16, 3, strides=2, padding="same", activation="relu"),
            keras.layers.Conv2D(32, 3, strides=2, padding="same", activation="relu"),
            keras.layers.Flatten(),
            keras.layers.Dense(40, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
