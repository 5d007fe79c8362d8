# Lets the fractions 0 and 1 pass.
# loses: test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if validation_fraction < 0 or validation_fraction > 1:
        raise ValueError("validation_fraction must be between 0 and 1")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        cut = round(validation_fraction * len(members))
        validation.append(members[:cut])
        train.append(members[cut:])
    return np.concatenate(train), np.concatenate(validation)
