# Adds up both directions of each pair.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    both = np.asarray(confusion) + np.asarray(confusion).T
    np.fill_diagonal(both, -1)
    true, predicted = np.unravel_index(np.argmax(both), both.shape)
    return int(true), int(predicted)
