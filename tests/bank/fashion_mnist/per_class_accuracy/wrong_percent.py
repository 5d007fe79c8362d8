# Percent.
# loses: test_per_class_accuracy, test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    with np.errstate(invalid="ignore"):
        return 100 * np.diag(confusion) / confusion.sum(axis=1)
