# EinsumDense layers, weights assigned one variable at a time.
def to_keras(network):
    inputs = keras.Input(shape=(np.shape(network[0][0])[0],))
    x, layers = inputs, []
    for i, (W, b) in enumerate(network, 1):
        layer = keras.layers.EinsumDense(
            "bi,ij->bj",
            output_shape=(len(b),),
            bias_axes="j",
            activation="relu" if i < len(network) else "linear",
        )
        x = layer(x)
        layers.append(layer)
    model = keras.Model(inputs, x)
    for variable, value in zip(model.trainable_variables, [part for pair in network for part in pair]):
        variable.assign(value)
    return model
