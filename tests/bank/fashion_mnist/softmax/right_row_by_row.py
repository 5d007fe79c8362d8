# Python's own floats, row by row.
import math

import numpy as np


def softmax(logits):
    z = np.asarray(logits, dtype=float)
    out = np.empty_like(z)
    for i, row in enumerate(z.tolist()):
        top = max(row)
        weights = [math.exp(entry - top) for entry in row]
        total = math.fsum(weights)
        out[i] = [weight / total for weight in weights]
    return out
