# No training: a model that computes a Monte Carlo average at each point, of shape (batch,).
# loses: test_solve_heat, test_solve_heat__dimension
import keras
import numpy as np
import tensorflow as tf


class MonteCarlo(keras.Model):
    def __init__(self, d, phi, sigma, seed):
        super().__init__()
        self.d, self.phi = d, phi
        self.noise = np.random.default_rng(seed).standard_normal((400, d)) @ np.asarray(sigma).T

    def average(self, inputs):
        inputs = np.asarray(inputs, dtype=float)
        ends = inputs[:, None, 1:] + np.sqrt(inputs[:, :1, None]) * self.noise
        values = np.asarray(self.phi(ends.reshape(-1, self.d)))
        return values.reshape(len(inputs), -1).mean(axis=1).astype("float32")

    def call(self, inputs):
        return tf.numpy_function(self.average, [inputs], tf.float32)


def solve_heat(d, phi, sigma, t_max, low, high, seed=0):
    model = MonteCarlo(d, phi, sigma, seed)
    model(np.zeros((2, d + 1), dtype="float32"))
    return model
