# Divides only where there are samples.
import numpy as np


def per_class_accuracy(confusion):
    confusion = np.asarray(confusion, dtype=float)
    totals = confusion @ np.ones(len(confusion))
    out = np.full(len(confusion), np.nan)
    np.divide(np.diagonal(confusion), totals, out=out, where=totals > 0)
    return out
