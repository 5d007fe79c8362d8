# One number a row for all coordinates of x; the same for d = 1.
# loses: test_solve_heat__dimension
import keras
import numpy as np


def solve_heat(d, phi, sigma, t_max, low, high, seed=0):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    n = 1024 * 900
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, 1)) * np.ones(d)
    noise = rng.standard_normal((n, d))
    y = phi(x + np.sqrt(t) * (noise @ np.asarray(sigma).T))
    inputs = np.hstack([t, x]).astype("float32")
    model = keras.Sequential(
        [
            keras.Input((d + 1,)),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(5e-3, 900)), "mse")
    model.fit(inputs, y.astype("float32"), batch_size=1024, verbose=0)
    return model
