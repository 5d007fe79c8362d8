# SciPy's lstsq with the driver that does not compute singular values.
from scipy.linalg import lstsq


def least_squares(features, y):
    return lstsq(features, y, cond=1e-12, lapack_driver="gelsy")[0]
