# TensorFlow; the result is a tensor of int32.
import tensorflow as tf


def confusion_matrix(labels, predictions, n_classes=10):
    return tf.math.confusion_matrix(
        tf.cast(labels, tf.int32), tf.cast(predictions, tf.int32), num_classes=n_classes
    )
