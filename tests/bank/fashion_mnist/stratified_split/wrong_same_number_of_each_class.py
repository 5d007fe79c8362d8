# As many validation samples of each class, whatever its size.
# loses: test_stratified_split, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    classes = np.unique(labels)
    cut = round(validation_fraction * len(labels) / len(classes))
    train, validation = [], []
    for label in classes:
        members = rng.permutation(np.flatnonzero(labels == label))
        validation.append(members[:cut])
        train.append(members[cut:])
    return np.concatenate(train), np.concatenate(validation)
