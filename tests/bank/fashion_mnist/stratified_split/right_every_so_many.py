# Sorts a random order by class and takes every (1 / fraction)-th, from a random start.
import numpy as np


def stratified_split(labels, validation_fraction, rng):
    if not 0 < validation_fraction < 1:
        raise ValueError("the fraction has to lie strictly between 0 and 1")
    labels = np.asarray(labels)
    order = rng.permutation(len(labels))
    order = order[np.argsort(labels[order], kind="stable")]
    marks = np.floor(np.arange(len(labels) + 1) * validation_fraction + rng.random())
    chosen = np.diff(marks) > 0
    return order[~chosen], order[chosen]
