# Divides by the number of all samples.
# loses: test_per_class_accuracy, test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    accuracy = np.diag(confusion) / confusion.sum()
    return np.where(confusion.sum(axis=1) == 0, np.nan, accuracy)
