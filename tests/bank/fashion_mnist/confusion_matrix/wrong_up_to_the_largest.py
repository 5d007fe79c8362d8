# As many classes as the largest label needs.
# loses: test_confusion_matrix__classes
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    labels, predictions = np.asarray(labels), np.asarray(predictions)
    n = int(max(labels.max(), predictions.max())) + 1
    counts = np.zeros((n, n), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts
