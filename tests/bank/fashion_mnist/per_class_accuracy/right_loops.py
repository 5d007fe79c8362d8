# Class by class.
import numpy as np


def per_class_accuracy(confusion):
    out = []
    for i, row in enumerate(np.asarray(confusion).tolist()):
        total = sum(row)
        out.append(row[i] / total if total else float("nan"))
    return np.array(out)
