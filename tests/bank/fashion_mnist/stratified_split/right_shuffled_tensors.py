# Shuffles lists of indices in place with rng; both parts mixed at the end, as tensors.
import numpy as np
import tensorflow as tf


def stratified_split(labels, validation_fraction, rng):
    if not (validation_fraction > 0 and validation_fraction < 1):
        raise ValueError(f"not a fraction between 0 and 1: {validation_fraction}")
    by_class = {}
    for i, label in enumerate(np.asarray(labels)):
        by_class.setdefault(int(label), []).append(i)
    train, validation = [], []
    for members in by_class.values():
        rng.shuffle(members)
        cut = int(np.floor(len(members) * (1 - validation_fraction) + 0.5))
        train += members[:cut]
        validation += members[cut:]
    rng.shuffle(train)
    rng.shuffle(validation)
    return tf.constant(train, tf.int64), tf.constant(validation, tf.int64)
