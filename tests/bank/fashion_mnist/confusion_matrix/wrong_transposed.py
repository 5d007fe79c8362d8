# Rows and columns exchanged.
# loses: test_confusion_matrix, test_confusion_matrix__classes
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    counts = np.zeros((n_classes, n_classes), dtype=int)
    np.add.at(counts, (np.asarray(labels), np.asarray(predictions)), 1)
    return counts.T
