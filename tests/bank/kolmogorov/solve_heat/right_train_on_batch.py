# `train_on_batch` in a Python loop with RMSprop, tanh units, float64; the rate falls in steps.
import keras
import numpy as np


def solve_heat(d, phi, sigma, t_max, low, high, seed=0):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed + 17)
    sigma = np.asarray(sigma, dtype=float)
    start = phi(
        rng.uniform(low, high, (1000, d))
        + np.sqrt(t_max / 2) * rng.standard_normal((1000, d)) @ sigma.T
    )
    size = np.array([t_max / 2] + [(high - low) / 2] * d)
    centre = np.array([t_max / 2] + [(high + low) / 2] * d)
    model = keras.Sequential([keras.Input((d + 1,), dtype="float64")])
    model.add(
        keras.layers.Rescaling((1 / size).tolist(), (-centre / size).tolist(), dtype="float64")
    )
    for units in (50, 50):
        model.add(keras.layers.Dense(units, activation="tanh", dtype="float64"))
    model.add(keras.layers.Dense(1, dtype="float64"))
    model.add(
        keras.layers.Rescaling(float(np.std(start)) + 1e-6, float(np.mean(start)), dtype="float64")
    )
    rates = keras.optimizers.schedules.PiecewiseConstantDecay(
        [500, 800, 1000], [1e-2, 3e-3, 1e-3, 2e-4]
    )
    model.compile(keras.optimizers.RMSprop(rates), loss="mean_squared_error")
    for _ in range(1150):
        x = rng.uniform(low, high, (1024, d))
        t = rng.uniform(0, t_max, (1024, 1))
        y = phi(x + np.sqrt(t) * rng.standard_normal((1024, d)) @ sigma.T)
        model.train_on_batch(np.hstack([t, x]), y)
    return model
