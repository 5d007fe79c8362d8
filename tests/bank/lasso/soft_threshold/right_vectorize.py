# A scalar function made to work on arrays by np.vectorize.
import math


@np.vectorize(otypes=[float])
def _shrink(z, t):
    return math.copysign(max(abs(z) - t, 0.0), z)


def soft_threshold(z, threshold):
    return _shrink(z, threshold)
