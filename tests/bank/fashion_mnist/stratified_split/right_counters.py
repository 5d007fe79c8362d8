# Goes through a random order of the samples with a counter for each class.
from collections import Counter

import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if validation_fraction <= 0 or validation_fraction >= 1:
        raise ValueError(f"validation_fraction has to be in (0, 1), not {validation_fraction}")
    labels = np.asarray(labels).tolist()
    wanted = {label: int(n * validation_fraction) for label, n in Counter(labels).items()}
    taken = Counter()
    train, validation = [], []
    for i in rng.permutation(len(labels)):
        label = labels[i]
        if taken[label] < wanted[label]:
            taken[label] += 1
            validation.append(i)
        else:
            train.append(i)
    return np.array(train, dtype=int), np.array(validation, dtype=int)
