# A function instead of a model.
# loses: test_to_keras, test_to_keras__trainable
def to_keras(network):
    return lambda x: realize(network, np.asarray(x))
