# Forgets that the entries are integers.
# loses: test_confusion_matrix, test_confusion_matrix__classes
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    counts = np.zeros((n_classes, n_classes))
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] += 1
    return counts
