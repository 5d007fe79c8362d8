# Leaves out classes with no samples.
# loses: test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    confusion_rows = confusion.sum(axis=1)
    return (np.diag(confusion)[confusion_rows > 0]) / confusion_rows[confusion_rows > 0]
