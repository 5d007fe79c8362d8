# Writes the fractions into an array of integers.
# loses: test_per_class_accuracy, test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    out = np.zeros_like(confusion, shape=len(confusion))
    for i, row in enumerate(confusion):
        if row.sum() > 0:
            out[i] = row[i] / row.sum()
    return out
