# The largest entry, the diagonal included.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    confusion = np.asarray(confusion)
    true, predicted = np.unravel_index(np.argmax(confusion), confusion.shape)
    return int(true), int(predicted)
