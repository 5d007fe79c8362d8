# The derivative at the first point, repeated for the batch.
# loses: test_derivative, test_derivative__exact
def derivative(model, x):
    x = tf.constant(np.asarray(x, dtype="float32"))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    jacobian = tape.batch_jacobian(y, x).numpy()
    return np.repeat(jacobian[:1], len(x), axis=0)
