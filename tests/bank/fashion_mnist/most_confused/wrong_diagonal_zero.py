# Zeros on the diagonal: without any mistake the answer is (0, 0).
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion)
    np.fill_diagonal(off, 0)
    true, predicted = np.unravel_index(np.argmax(off), off.shape)
    return int(true), int(predicted)
