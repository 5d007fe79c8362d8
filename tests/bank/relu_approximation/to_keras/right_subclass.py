# A model class with weights of its own, called once so that it is built.
class Realisation(keras.Model):
    def __init__(self, network):
        super().__init__()
        self.pairs = []
        for i, (W, b) in enumerate(network):
            w = self.add_weight(shape=W.shape, name=f"W{i}", trainable=True)
            c = self.add_weight(shape=b.shape, name=f"b{i}", trainable=True)
            w.assign(W)
            c.assign(b)
            self.pairs.append((w, c))

    def call(self, x):
        for w, c in self.pairs[:-1]:
            x = keras.ops.relu(keras.ops.matmul(x, w) + c)
        w, c = self.pairs[-1]
        return keras.ops.matmul(x, w) + c


def to_keras(network):
    model = Realisation(network)
    model(np.zeros((1, len(network[0][0])), dtype="float32"))
    return model
