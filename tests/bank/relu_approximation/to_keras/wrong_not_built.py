# The weights are set at the first call; until then there are none.
# loses: test_to_keras__trainable
def to_keras(network):
    def constant(value):
        return lambda shape, dtype=None: keras.ops.convert_to_tensor(np.asarray(value), dtype=dtype)

    last = len(network) - 1
    return keras.Sequential(
        [
            keras.layers.Dense(
                len(b),
                activation=None if i == last else "relu",
                kernel_initializer=constant(W),
                bias_initializer=constant(b),
            )
            for i, (W, b) in enumerate(network)
        ]
    )
