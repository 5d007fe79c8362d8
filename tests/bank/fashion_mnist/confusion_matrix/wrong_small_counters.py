# Counters of one byte start again after 255.
# loses: test_confusion_matrix
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    counts = np.zeros((n_classes, n_classes), dtype=np.uint8)
    for label, prediction in zip(labels, predictions, strict=True):
        counts[label, prediction] += 1
    return counts
