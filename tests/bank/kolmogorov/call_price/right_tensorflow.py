# TensorFlow in float32; two scalar tensors come back.
import tensorflow as tf


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    h = maturity / n_steps
    s = tf.fill([n_paths], tf.constant(float(spot)))
    for _ in range(n_steps):
        dw = h**0.5 * tf.random.stateless_normal([n_paths], rng.integers(2**31 - 1, size=2))
        s += rate * s * h + volatility * s * dw
    values = tf.exp(-float(rate) * maturity) * tf.nn.relu(s - strike)
    return tf.reduce_mean(values), tf.math.reduce_std(values) / n_paths**0.5
