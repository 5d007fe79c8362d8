# The counts of all pairs in one row.
# loses: test_confusion_matrix, test_confusion_matrix__classes
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    pairs = n_classes * np.asarray(labels, dtype=int) + np.asarray(predictions, dtype=int)
    return np.bincount(pairs, minlength=n_classes**2)
