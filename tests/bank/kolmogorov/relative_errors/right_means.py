# Means instead of sums: the number of entries cancels.
import numpy as np


def relative_errors(predicted, exact):
    predicted = np.asarray(predicted, dtype=float)
    exact = np.asarray(exact, dtype=float)
    rms = lambda a: np.sqrt((a**2).mean())
    gap = np.abs(predicted - exact)
    errors = dict(L2=rms(gap) / rms(exact))
    errors["Linf"] = gap.max() / np.abs(exact).max()
    errors["L1"] = gap.mean() / np.abs(exact).mean()
    return errors
