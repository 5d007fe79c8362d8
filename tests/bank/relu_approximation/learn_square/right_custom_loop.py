# A training loop with GradientTape and tf.function, one wide hidden layer.
def learn_square(seed=0):
    keras.utils.set_random_seed(int(seed))
    model = keras.Sequential([keras.layers.Input((1,)), keras.layers.Dense(200, activation="relu"), keras.layers.Dense(1)])
    x = tf.constant(np.linspace(0, 1, 400, dtype="float32")[:, None])
    y = x * x
    optimizer = keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.02, 1500))
    optimizer.build(model.trainable_variables)

    @tf.function
    def step():
        with tf.GradientTape() as tape:
            loss = tf.reduce_mean((model(x) - y) ** 2)
        variables = model.trainable_variables
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    for _ in range(1500):
        step()
    return model
