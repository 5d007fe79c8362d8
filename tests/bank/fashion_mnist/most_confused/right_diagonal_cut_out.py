# The diagonal is cut out by reshaping: k - 1 rows of k entries.
import numpy as np


def most_confused(confusion):
    confusion = np.asarray(confusion)
    k = len(confusion)
    place = int(confusion.ravel()[1:].reshape(k - 1, k + 1)[:, :-1].argmax())
    return divmod(1 + place + place // k, k)
