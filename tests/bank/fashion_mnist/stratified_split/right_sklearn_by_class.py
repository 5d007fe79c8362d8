# scikit-learn's splitter, one class at a time, seeded from rng.
import numpy as np
from sklearn.model_selection import train_test_split


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("validation_fraction must be in (0, 1)")
    labels = np.asarray(labels)
    train, validation = [], []
    for label in set(labels.tolist()):
        members = np.flatnonzero(labels == label)
        if len(members) == 1:
            train.extend(members)
            continue
        n = min(max(round(validation_fraction * len(members)), 1), len(members) - 1)
        seed = int(rng.integers(2**31))
        rest, held_out = train_test_split(members, test_size=n, random_state=seed)
        train.extend(rest)
        validation.extend(held_out)
    return np.array(train), np.array(validation)
