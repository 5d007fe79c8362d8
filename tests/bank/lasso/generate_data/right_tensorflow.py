# Two tensors come back; Student's t with one degree of freedom is Cauchy; sorts pairs by argsort.
import tensorflow as tf


def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise != "normal" and noise != "cauchy":
        raise ValueError("no such noise")
    generator = rng or np.random.default_rng()
    x = generator.uniform(low=0.0, high=length, size=n_samples)
    c = tf.constant(np.asarray(coefficients, dtype=np.float64))
    j = tf.range(c.shape[0], dtype=tf.float64)
    y = tf.linalg.matvec(tf.cos(np.pi * x[:, None] * j / length), c)
    eps = (
        generator.normal(size=n_samples)
        if noise == "normal"
        else generator.standard_t(1, n_samples)
    )
    y = y + noise_level * eps
    order = tf.argsort(x)
    return tf.gather(x, order), tf.gather(y, order)
