# The gradient of the sum, with an axis for the outputs.
# loses: test_derivative
def derivative(model, x):
    x = tf.convert_to_tensor(np.asarray(x), dtype=tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    return np.repeat(tape.gradient(y, x).numpy()[:, None, :], y.shape[1], axis=1)
