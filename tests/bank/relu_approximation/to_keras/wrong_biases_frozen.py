# The biases are constants of the layer, not trainable.
# loses: test_to_keras__trainable
class Affine(keras.layers.Layer):
    def __init__(self, W, b, last):
        super().__init__()
        self.W = self.add_weight(shape=np.shape(W), name="W")
        self.b = self.add_weight(shape=np.shape(b), name="b", trainable=False)
        self.W.assign(W)
        self.b.assign(b)
        self.last = last

    def call(self, x):
        y = x @ self.W + self.b
        return y if self.last else keras.ops.relu(y)


def to_keras(network):
    return keras.Sequential(
        [keras.Input((len(network[0][0]),))]
        + [Affine(W, b, i == len(network) - 1) for i, (W, b) in enumerate(network)]
    )
