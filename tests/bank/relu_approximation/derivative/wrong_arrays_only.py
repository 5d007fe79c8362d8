# The input has to be an array of floats already.
# loses: test_derivative
def derivative(model, x):
    x = tf.constant(x.astype("float32"))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = model(x)
    return tape.batch_jacobian(y, x).numpy()
