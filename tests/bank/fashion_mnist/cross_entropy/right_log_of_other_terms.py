# log(sum_j exp(z_j - z_label)) as log1p or from the largest difference, sample by sample.
import math

import numpy as np


def cross_entropy(logits, labels):
    losses = []
    for row, label in zip(np.asarray(logits, dtype=float), np.asarray(labels), strict=True):
        others = np.delete(row - row[label], label)
        top = max(others.max(initial=-np.inf), 0.0)
        losses.append(top + math.log(math.exp(-top) + np.exp(others - top).sum()))
    return math.fsum(losses) / len(losses)
