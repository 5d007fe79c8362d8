# scikit-learn's splitter without a seed: rng is not used.
# loses: test_stratified_split__random
import numpy as np
from sklearn.model_selection import train_test_split


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in np.unique(labels):
        members = np.flatnonzero(labels == label)
        n = round(validation_fraction * len(members))
        if n == 0 or n == len(members):
            (validation if n else train).append(members)
            continue
        rest, held_out = train_test_split(members, test_size=n)
        train.append(rest)
        validation.append(held_out)
    return np.concatenate(train), np.concatenate([np.zeros(0, int), *validation])
