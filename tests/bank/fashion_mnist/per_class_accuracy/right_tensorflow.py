# TensorFlow in float32; 0 / 0 is NaN there, too.
import tensorflow as tf


def per_class_accuracy(confusion):
    confusion = tf.cast(confusion, tf.float32)
    return tf.linalg.diag_part(confusion) / tf.reduce_sum(confusion, axis=1)
