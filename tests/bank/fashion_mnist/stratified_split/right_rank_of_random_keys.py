# Ranks random keys within each class, without a loop; sorted indices of type int32.
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    _, codes, counts = np.unique(labels, return_inverse=True, return_counts=True)
    order = np.lexsort((rng.random(codes.size), codes))
    starts = np.cumsum(counts) - counts
    rank = np.empty(codes.size, dtype=int)
    rank[order] = np.arange(codes.size) - starts[codes[order]]
    held_out = rank < np.ceil(validation_fraction * counts)[codes]
    return np.flatnonzero(~held_out).astype("int32"), np.flatnonzero(held_out).astype("int32")
