# A ReLU after the last map, too.
# loses: test_to_keras, test_to_keras__trainable
def to_keras(network):
    model = keras.Sequential([keras.Input((len(network[0][0]),))])
    for W, b in network[:-1]:
        model.add(keras.layers.Dense(len(b), activation="relu"))
    model.add(keras.layers.Dense(len(network[-1][1]), activation="relu"))
    model.set_weights([part for pair in network for part in pair])
    return model
