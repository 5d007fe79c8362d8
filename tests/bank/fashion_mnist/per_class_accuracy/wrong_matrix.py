# A matrix: the sums keep their axis.
# loses: test_per_class_accuracy, test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    with np.errstate(invalid="ignore"):
        return np.diag(confusion) / confusion.sum(axis=1, keepdims=True)
