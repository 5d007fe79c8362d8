# NaN, but with NumPy's warning.
# loses: test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    return np.diag(confusion) / confusion.sum(axis=1)
