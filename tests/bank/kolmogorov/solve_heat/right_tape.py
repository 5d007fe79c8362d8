# A loop of its own over fresh batches with a compiled step; inputs scaled by a layer, targets by their first batch, swish.
import keras
import numpy as np
import tensorflow as tf


def solve_heat(d, phi, sigma, t_max, low, high, seed=0):
    keras.utils.set_random_seed(int(seed))
    rng = np.random.default_rng([int(seed), d])
    sigma = np.asarray(sigma, dtype=float)

    def fresh(n):
        t = t_max * rng.random((n, 1))
        x = low + (high - low) * rng.random((n, d))
        y = phi(x + np.sqrt(t) * rng.standard_normal((n, d)) @ sigma.T)
        return np.concatenate([t, x], axis=1).astype("float32"), np.asarray(y, dtype="float32")

    y = fresh(10_000)[1]
    middle, spread = float(y.mean()), float(y.std()) + 1e-6
    size = np.array([t_max] + [(high - low) / 2] * d, dtype="float32")
    centre = np.array([t_max / 2] + [(high + low) / 2] * d, dtype="float32")
    inputs = keras.Input((d + 1,))
    h = keras.layers.Rescaling((1 / size).tolist(), offset=(-centre / size).tolist())(inputs)
    for _ in range(2):
        h = keras.layers.Dense(64, activation="swish")(h)
    model = keras.Model(
        inputs, keras.layers.Rescaling(spread, offset=middle)(keras.layers.Dense(1)(h))
    )
    steps = 1200
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.PolynomialDecay(0.01, steps, 1e-5))
    optimizer.build(model.trainable_variables)

    @tf.function
    def train_step(x, y):
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean(tf.square(model(x, training=True) - y)) / spread**2
        gradients = tape.gradient(loss, model.trainable_variables)
        optimizer.apply_gradients(zip(gradients, model.trainable_variables))

    for _ in range(steps):
        train_step(*fresh(1024))
    return model
