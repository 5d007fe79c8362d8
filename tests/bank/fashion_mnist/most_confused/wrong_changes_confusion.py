# Overwrites the diagonal of the matrix that was passed.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    confusion = np.asarray(confusion)
    np.fill_diagonal(confusion, -1)
    true, predicted = np.unravel_index(np.argmax(confusion), confusion.shape)
    return int(true), int(predicted)
