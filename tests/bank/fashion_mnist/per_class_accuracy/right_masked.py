# A masked array, filled with NaN.
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.ma.asarray(confusion, dtype=float)
    totals = confusion.sum(axis=1)
    return (confusion.diagonal() / np.ma.masked_equal(totals, 0)).filled(np.nan)
