# A product of one-hot matrices.
import numpy as np


def confusion_matrix(labels, predictions, n_classes=10):
    unit = np.eye(n_classes, dtype="int64")
    return unit[np.asarray(labels, dtype=int)].T @ unit[np.asarray(predictions, dtype=int)]
