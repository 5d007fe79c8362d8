# Leaves out biases that are 0, so they are not trainable.
# loses: test_to_keras__trainable
def to_keras(network):
    model = keras.Sequential([keras.Input((len(network[0][0]),))])
    for i, (W, b) in enumerate(network):
        activation = "relu" if i < len(network) - 1 else None
        layer = keras.layers.Dense(len(b), activation=activation, use_bias=bool(np.any(b)))
        model.add(layer)
        layer.set_weights([W, b] if np.any(b) else [W])
    return model
