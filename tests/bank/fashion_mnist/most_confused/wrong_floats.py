# Places as floats.
# loses: test_most_confused
import numpy as np


def most_confused(confusion):
    off = np.array(confusion)
    np.fill_diagonal(off, -1)
    place = np.argmax(off)
    return float(place // len(off)), float(place % len(off))
