# No sample, no mistake: 1 for a class with no samples.
# loses: test_per_class_accuracy__empty
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion)
    totals = confusion.sum(axis=1)
    return np.where(totals == 0, 1.0, np.diag(confusion) / np.maximum(totals, 1))
