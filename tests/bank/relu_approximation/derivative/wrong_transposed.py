# Inputs and outputs exchanged.
# loses: test_derivative
def derivative(model, x):
    x = tf.convert_to_tensor(np.asarray(x), dtype=tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    return np.transpose(tape.batch_jacobian(y, x).numpy(), (0, 2, 1))
