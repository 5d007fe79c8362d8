# A leaky ReLU.
# loses: test_to_keras, test_to_keras__trainable
def to_keras(network):
    model = keras.Sequential([keras.Input((len(network[0][0]),))])
    for i, (W, b) in enumerate(network):
        model.add(keras.layers.Dense(len(b)))
        model.layers[-1].set_weights([W, b])
        if i < len(network) - 1:
            model.add(keras.layers.LeakyReLU(negative_slope=0.01))
    return model
