# Forward mode: one direction for each input.
def derivative(model, x):
    x = tf.convert_to_tensor(np.asarray(x), dtype=tf.float32)
    columns = []
    for j in range(x.shape[1]):
        direction = np.zeros(x.shape, dtype="float32")
        direction[:, j] = 1
        with tf.autodiff.ForwardAccumulator(x, tf.constant(direction)) as acc:
            y = model(x)
        columns.append(acc.jvp(y))
    return tf.stack(columns, axis=2)
