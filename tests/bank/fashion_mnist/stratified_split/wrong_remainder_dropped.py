# Rounds both parts down, so that some samples are in neither.
# loses: test_stratified_split, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        a = int(validation_fraction * len(members))
        b = int((1 - validation_fraction) * len(members))
        validation.append(members[:a])
        train.append(members[a : a + b])
    return np.concatenate(train), np.concatenate(validation)
