# The Jacobian of the whole batch, with four axes.
# loses: test_derivative, test_derivative__exact
def derivative(model, x):
    x = tf.convert_to_tensor(np.asarray(x), dtype=tf.float32)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    return tape.jacobian(y, x).numpy()
