# tanh, a grid as data, decay by epochs.
def learn_square(seed=0):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(24, activation="tanh"), keras.layers.Dense(24, activation="tanh"), keras.layers.Dense(1)])
    rng = np.random.default_rng(seed)
    x = np.tile(np.linspace(-0.1, 1.1, 512, dtype="float32"), 100)[:, None]
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.01, 1000)), "mse")
    model.fit(x, x**2, batch_size=256, epochs=5, verbose=0)
    return model
