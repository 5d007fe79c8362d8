# The place in the flattened matrix.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion)
    np.fill_diagonal(off, -1)
    return int(np.argmax(off))
