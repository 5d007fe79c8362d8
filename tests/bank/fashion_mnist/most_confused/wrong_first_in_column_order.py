# On a tie the first column.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion)
    np.fill_diagonal(off, -1)
    predicted, true = np.unravel_index(np.argmax(off.T), off.shape)
    return int(true), int(predicted)
