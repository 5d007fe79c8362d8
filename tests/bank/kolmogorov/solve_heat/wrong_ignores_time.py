# Trains on t, but the network does not see it.
# loses: test_solve_heat, test_solve_heat__dimension
import keras
import numpy as np


def solve_heat(d, phi, sigma, t_max, low, high, seed=0):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)
    n = 1024 * 900
    t = rng.uniform(0, t_max, (n, 1))
    x = rng.uniform(low, high, (n, d))
    noise = rng.standard_normal((n, d))
    y = phi(x + np.sqrt(t) * (noise @ np.asarray(sigma).T))
    inputs = np.hstack([t, x]).astype("float32")
    mask = np.array([0.0] + [1.0] * d).tolist()
    model = keras.Sequential(
        [
            keras.Input((d + 1,)),
            keras.layers.Rescaling(mask),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(64, activation="relu"),
            keras.layers.Dense(1),
        ]
    )
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(5e-3, 900)), "mse")
    model.fit(inputs, y.astype("float32"), batch_size=1024, verbose=0)
    return model
