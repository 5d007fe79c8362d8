# A subclass of `keras.Model` that scales its input and learns the difference to φ's mean; `fit` with a generator.
import keras
import numpy as np


class LearnedSolution(keras.Model):
    def __init__(self, d, t_max, low, high, centre, spread):
        super().__init__()
        self.centre = np.array([[t_max / 2] + [(low + high) / 2] * d], dtype="float32")
        self.size = np.array([[t_max / 2] + [(high - low) / 2] * d], dtype="float32")
        self.constants = (centre, spread)
        self.blocks = [keras.layers.Dense(64, activation="softplus") for _ in range(2)]
        self.head = keras.layers.Dense(1)

    def call(self, inputs):
        h = (keras.ops.cast(inputs, "float32") - self.centre) / self.size
        for block in self.blocks:
            h = block(h)
        return self.constants[0] + self.constants[1] * self.head(h)


def solve_heat(d, phi, sigma, t_max, low, high, seed=0):
    keras.utils.set_random_seed(seed)
    rng = np.random.default_rng(seed)

    def batches():
        while True:
            yield training_batch(1024, d, phi, sigma, t_max, low, high, rng)

    y = next(batches())[1]
    model = LearnedSolution(d, t_max, low, high, float(np.mean(y)), float(np.std(y)) + 1e-6)
    model(np.zeros((2, d + 1), dtype="float32"))
    rate = keras.optimizers.schedules.CosineDecay(0.01, 1200)
    model.compile(keras.optimizers.AdamW(rate, weight_decay=1e-5), "mse")
    model.fit(batches(), steps_per_epoch=1200, epochs=1, shuffle=False, verbose=0)
    return model
