# Built from relu(t - x): the mirror image, in float32 and as tensors.
def hat():
    W1, b1 = tf.constant([[-1.0, -1.0, -1.0]]), tf.constant([1.0, 0.5, 0.0])
    W2, b2 = tf.constant([[2.0], [-4.0], [2.0]]), tf.constant([0.0])
    return [(W1, b1), (W2, b2)]
