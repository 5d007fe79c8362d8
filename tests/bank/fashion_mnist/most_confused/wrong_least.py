# The rarest mistake.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion, dtype=float)
    np.fill_diagonal(off, np.inf)
    true, predicted = np.unravel_index(np.argmin(off), off.shape)
    return int(true), int(predicted)
