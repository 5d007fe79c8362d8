# Four hidden layers of 20, He initialisation, a learning rate that falls in steps.
def learn_square(seed=0):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((1,)), *[keras.layers.Dense(20, activation="relu", kernel_initializer="he_normal") for _ in range(4)], keras.layers.Dense(1)])
    rng = np.random.default_rng(seed)
    x = rng.random((256 * 1200, 1)).astype("float32")
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.PiecewiseConstantDecay([500, 900], [0.005, 0.001, 0.0002])), "mse")
    model.fit(x, x**2, batch_size=256, epochs=1, verbose=0)
    return model
