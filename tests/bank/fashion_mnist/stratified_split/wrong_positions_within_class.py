# Counts the samples of each class from 0.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in np.unique(labels):
        order = rng.permutation(np.sum(labels == label))
        cut = round(validation_fraction * len(order))
        validation.append(order[:cut])
        train.append(order[cut:])
    return np.concatenate(train), np.concatenate(validation)
