# Seeds the weights but not the data.
# loses: test_learn_square
def learn_square(seed=0):
    keras.utils.set_random_seed(seed)
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(32, activation="relu"), keras.layers.Dense(1)])
    rng = np.random.default_rng()
    x = rng.random((256 * 800, 1)).astype("float32")
    model.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.01, 800)), "mse")
    model.fit(x, x**2, batch_size=256, epochs=1, verbose=0)
    return model
