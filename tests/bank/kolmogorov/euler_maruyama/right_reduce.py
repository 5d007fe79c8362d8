# `functools.reduce` over the steps; batched matrix product with a column.
from functools import reduce

import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    h = float(t) / n_steps

    def step(state, _):
        column = rng.standard_normal((*state.shape, 1))
        return (
            state + drift(state) * h + np.sqrt(h) * np.matmul(diffusion(state), column).squeeze(-1)
        )

    return reduce(step, range(n_steps), np.array(x, dtype=np.float64))
