# Trains on everything, the validation samples included.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    validation = []
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        validation.append(members[: round(validation_fraction * len(members))])
    return rng.permutation(len(labels)), np.concatenate(validation)
