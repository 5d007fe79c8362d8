# Marks empty rows in the matrix that was passed.
# loses: test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    empty = confusion.sum(axis=1) == 0
    confusion[empty, empty] = 1
    accuracy = np.diag(confusion) / confusion.sum(axis=1)
    accuracy[empty] = np.nan
    return accuracy
