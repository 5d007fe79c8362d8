# A Lambda layer around the network: nothing is trainable.
# loses: test_to_keras__trainable
def to_keras(network):
    pairs = [(np.asarray(W, "float32"), np.asarray(b, "float32")) for W, b in network]

    def compute(x):
        for W, b in pairs[:-1]:
            x = keras.ops.relu(keras.ops.matmul(x, W) + b)
        return keras.ops.matmul(x, pairs[-1][0]) + pairs[-1][1]

    inputs = keras.Input((len(network[0][0]),))
    return keras.Model(inputs, keras.layers.Lambda(compute, output_shape=(len(network[-1][1]),))(inputs))
