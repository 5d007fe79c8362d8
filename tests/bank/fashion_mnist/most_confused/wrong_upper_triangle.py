# Looks above the diagonal only.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.triu(np.asarray(confusion) + 1, 1) - 1
    true, predicted = np.unravel_index(np.argmax(off), off.shape)
    return int(true), int(predicted)
