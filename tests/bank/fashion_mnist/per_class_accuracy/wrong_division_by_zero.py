# Python's own numbers raise where a class has no samples.
# loses: test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    rows = np.asarray(confusion).tolist()
    return np.array([row[i] / sum(row) for i, row in enumerate(rows)])
