# Draws the validation samples with replacement.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    validation = []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        validation.append(rng.choice(members, round(validation_fraction * len(members))))
    validation = np.concatenate(validation)
    return np.setdiff1d(np.arange(len(labels)), validation), validation
