# Appends to an empty array, which makes all indices floats.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    train, validation = np.array([]), np.array([])
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        cut = round(validation_fraction * len(members))
        validation = np.append(validation, members[:cut])
        train = np.append(train, members[cut:])
    return train, validation
