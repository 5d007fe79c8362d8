# Matrix times vector for each row in a Python loop; a `while` over the steps.
import math

import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    ends = [np.array(row, dtype=float) for row in x]
    step = 0
    while step < n_steps:
        points = np.array(ends)
        slopes = drift(points)
        matrices = diffusion(points)
        for i in range(len(ends)):
            noise = rng.standard_normal(len(ends[i]))
            ends[i] = (
                points[i]
                + slopes[i] * t / n_steps
                + math.sqrt(t / n_steps) * matrices[i].dot(noise)
            )
        step += 1
    return np.array(ends)
