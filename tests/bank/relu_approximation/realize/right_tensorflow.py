# In float32 with TensorFlow; the activation still gets arrays.
def realize(network, x, activation=relu):
    h = tf.constant(np.asarray(x, dtype="float32"))
    for W, b in network[:-1]:
        h = tf.matmul(h, np.asarray(W, "float32")) + np.asarray(b, "float32")
        h = tf.constant(np.asarray(activation(h.numpy()), dtype="float32"))
    W, b = network[-1]
    return tf.matmul(h, np.asarray(W, "float32")) + np.asarray(b, "float32")
