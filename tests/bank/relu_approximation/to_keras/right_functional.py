# The functional interface, ReLU as layers of their own.
def to_keras(network):
    inputs = keras.Input(shape=(network[0][0].shape[0],))
    h = inputs
    dense = []
    for i, (W, b) in enumerate(network):
        layer = keras.layers.Dense(W.shape[1])
        h = layer(h)
        dense.append(layer)
        if i < len(network) - 1:
            h = keras.layers.ReLU()(h)
    model = keras.Model(inputs, h)
    for layer, (W, b) in zip(dense, network):
        layer.set_weights([W, b])
    return model
