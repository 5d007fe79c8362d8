# The batch in parts of 500 rows, one after the other to the end; a copy changed in place.
import numpy as np


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    result = np.array(x, dtype=float)
    h = t / n_steps
    for first in range(0, len(result), 500):
        part = result[first : first + 500]
        for _ in range(n_steps):
            dw = np.sqrt(h) * rng.standard_normal(part.shape)
            part += np.asarray(drift(part.copy())) * h + np.einsum(
                "bij,bj->bi", diffusion(part.copy()), dw
            )
    return result
