# Two plain loops with math.cos, a list of lists at the end an array.
import math


def cosine_features(x, n_features, length=20.0):
    rows = []
    for value in x:
        row = []
        for j in range(n_features):
            row.append(math.cos(math.pi * j * value / length))
        rows.append(row)
    return np.array(rows)
