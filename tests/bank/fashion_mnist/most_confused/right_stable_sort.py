# A stable sort of all entries, largest first.
import numpy as np


def most_confused(confusion):
    confusion = np.asarray(confusion, dtype=float)
    k = len(confusion)
    order = np.argsort(-confusion, axis=None, kind="stable")
    return next((int(i // k), int(i % k)) for i in order if i // k != i % k)
