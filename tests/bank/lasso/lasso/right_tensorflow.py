# FISTA with restarts in TensorFlow; a tensor comes back.
import tensorflow as tf


def lasso(features, y, alpha, n_iter=20000, tol=1e-9):
    a = tf.constant(np.asarray(features, dtype=np.float64))
    b = tf.constant(np.asarray(y, dtype=np.float64))
    m = tf.cast(tf.shape(a)[0], tf.float64)
    gram = tf.matmul(a, a, transpose_a=True) / m
    right = tf.linalg.matvec(a, b, transpose_a=True) / m
    top = tf.maximum(tf.reduce_max(tf.linalg.eigvalsh(gram)), 1e-300)
    alpha = tf.constant(float(alpha), tf.float64)

    def step(k, c, v, t, change):
        z = v - (tf.linalg.matvec(gram, v) - right) / top
        new = tf.sign(z) * tf.nn.relu(tf.abs(z) - alpha / top)
        t = tf.where(tf.reduce_sum((v - new) * (new - c)) > 0, tf.ones_like(t), t)
        t_new = (1 + tf.sqrt(1 + 4 * t * t)) / 2
        v_new = new + (t - 1) / t_new * (new - c)
        return k + 1, new, v_new, t_new, tf.reduce_max(tf.abs(new - c)) + tf.reduce_max(tf.abs(v_new - v))

    one, zero = tf.constant(1.0, tf.float64), tf.zeros_like(right)
    start = (tf.constant(0), zero, zero, one, one)
    solve = tf.function(lambda: tf.while_loop(lambda k, c, v, t, d: (k < n_iter) & (d > tol), step, start))
    return solve()[1]
