# Leaves out the last class: range stops before it.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in range(labels.max()):
        members = rng.permutation(np.flatnonzero(labels == label))
        cut = round(validation_fraction * len(members))
        validation.append(members[:cut])
        train.append(members[cut:])
    return np.concatenate(train), np.concatenate(validation)
