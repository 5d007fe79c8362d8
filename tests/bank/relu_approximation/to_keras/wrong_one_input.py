# The number of inputs is fixed to one.
# loses: test_to_keras, test_to_keras__trainable
def to_keras(network):
    model = keras.Sequential([keras.Input((1,))])
    for i, (W, b) in enumerate(network):
        model.add(keras.layers.Dense(len(b), activation="relu" if i < len(network) - 1 else None))
        model.layers[-1].set_weights([W, b])
    return model
