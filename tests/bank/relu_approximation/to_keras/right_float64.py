# In double precision, activations as layers of their own.
def to_keras(network):
    model = keras.Sequential([keras.Input((len(network[0][0]),), dtype="float64")])
    for number, (W, b) in enumerate(network):
        if number:
            model.add(keras.layers.ReLU(dtype="float64"))
        dense = keras.layers.Dense(len(b), dtype="float64")
        model.add(dense)
        dense.set_weights([np.asarray(W), np.asarray(b)])
    return model
