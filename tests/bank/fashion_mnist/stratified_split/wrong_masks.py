# Boolean masks in place of indices.
# loses: test_stratified_split, test_stratified_split__random, test_stratified_split__edges
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    held_out = np.zeros(len(labels), dtype=bool)
    for label in np.unique(labels):
        members = rng.permutation(np.flatnonzero(labels == label))
        held_out[members[: round(validation_fraction * len(members))]] = True
    return ~held_out, held_out
