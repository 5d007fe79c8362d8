# Ten classes, whatever the matrix says.
# loses: test_per_class_accuracy, test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    with np.errstate(invalid="ignore"):
        return np.array([confusion[i, i] / confusion[i].sum() for i in range(10)])
