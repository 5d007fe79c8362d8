# An affine layer of one's own in a Sequential model.
class Affine(keras.layers.Layer):
    def __init__(self, W, b, last):
        super().__init__()
        self.start = W, b
        self.last = last

    def build(self, shape):
        W, b = self.start
        self.W = self.add_weight(shape=W.shape, initializer="zeros")
        self.b = self.add_weight(shape=b.shape, initializer="zeros")
        self.W.assign(W)
        self.b.assign(b)

    def call(self, x):
        y = x @ self.W + self.b
        return y if self.last else keras.activations.relu(y)


def to_keras(network):
    layers = [Affine(W, b, i == len(network) - 1) for i, (W, b) in enumerate(network)]
    model = keras.Sequential(layers)
    model.build((None, len(network[0][0])))
    return model
