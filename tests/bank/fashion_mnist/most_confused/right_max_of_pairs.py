# max over the pairs; the first one wins on a tie.
import itertools

import numpy as np


def most_confused(confusion):
    confusion = np.asarray(confusion)
    pairs = itertools.permutations(range(len(confusion)), 2)
    return max(pairs, key=lambda pair: confusion[pair])
