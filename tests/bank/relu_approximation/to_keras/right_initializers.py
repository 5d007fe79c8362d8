# The weights come in as constant initializers.
def to_keras(network):
    model = keras.Sequential()
    model.add(keras.Input((len(network[0][0]),)))
    for i, (W, b) in enumerate(network):
        model.add(
            keras.layers.Dense(
                W.shape[1],
                activation="linear" if i == len(network) - 1 else "relu",
                kernel_initializer=lambda shape, dtype=None, W=W: keras.ops.convert_to_tensor(W, dtype="float32"),
                bias_initializer=lambda shape, dtype=None, b=b: keras.ops.convert_to_tensor(b, dtype="float32"),
            )
        )
    return model
