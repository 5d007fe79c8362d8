# Does not look at the fraction.
# loses: test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    labels = np.asarray(labels)
    train, validation = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        cut = round(validation_fraction * len(members))
        validation.append(members[:cut])
        train.append(members[cut:])
    return np.concatenate(train), np.concatenate(validation)
