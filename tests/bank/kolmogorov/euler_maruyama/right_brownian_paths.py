# First the Brownian paths at the grid of times, then their differences.
import numpy as np


class _PathSolver:
    def __init__(self, drift, diffusion):
        self.drift, self.diffusion = drift, diffusion

    def run(self, x, times, paths):
        for k in range(len(times) - 1):
            dt, dw = times[k + 1] - times[k], paths[k + 1] - paths[k]
            x = x + self.drift(x) * dt + np.sum(self.diffusion(x) * dw[:, None, :], axis=2)
        return x


def euler_maruyama(x, t, n_steps, drift, diffusion, rng):
    x = np.asarray(x, dtype=float)
    times = np.linspace(0, t, n_steps + 1)
    steps = np.sqrt(t / n_steps) * rng.standard_normal((n_steps, *x.shape))
    paths = np.concatenate([np.zeros((1, *x.shape)), np.cumsum(steps, axis=0)])
    return _PathSolver(drift, diffusion).run(x, times, paths)
