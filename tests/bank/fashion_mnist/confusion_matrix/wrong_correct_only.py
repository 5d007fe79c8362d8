# Counts the diagonal only.
# loses: test_confusion_matrix, test_confusion_matrix__classes
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    labels, predictions = np.asarray(labels), np.asarray(predictions)
    return np.diag(np.bincount(labels[labels == predictions], minlength=n_classes))
