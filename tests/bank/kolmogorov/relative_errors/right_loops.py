# Entry by entry.
import math

import numpy as np


def relative_errors(predicted, exact):
    size = [0.0, 0.0, 0.0]
    error = [0.0, 0.0, 0.0]
    for p, e in zip(np.asarray(predicted).flat, np.asarray(exact).flat):
        p, e = float(p), float(e)
        for sums, value in ((error, abs(p - e)), (size, abs(e))):
            sums[0] += value
            sums[1] += value * value
            sums[2] = max(sums[2], value)
    return {
        "L1": error[0] / size[0],
        "L2": math.sqrt(error[1] / size[1]),
        "Linf": error[2] / size[2],
    }
