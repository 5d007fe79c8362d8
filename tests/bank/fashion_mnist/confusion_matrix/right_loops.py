# Counts pair by pair.
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    counts = np.zeros((n_classes, n_classes), dtype="int32")
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] += 1
    return counts
