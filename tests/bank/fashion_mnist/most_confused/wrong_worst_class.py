# The class with most mistakes, and what it is most often taken for.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion)
    np.fill_diagonal(off, -1)
    true = int(np.argmax(off.sum(axis=1)))
    return true, int(np.argmax(off[true]))
