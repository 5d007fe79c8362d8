# At most 4096 samples at a time, running means and squares merged; uneven last part.
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x = np.asarray(x, dtype=float)
    sigma = np.asarray(sigma, dtype=float)
    count, mean, squares = 0, 0.0, 0.0
    while count < n_samples:
        n = min(4096, n_samples - count)
        v = np.asarray(
            phi(x + np.sqrt(t) * rng.standard_normal((n, x.size)) @ sigma.T), dtype=float
        )
        gap = v.mean() - mean
        mean += gap * n / (count + n)
        squares += ((v - v.mean()) ** 2).sum() + gap**2 * count * n / (count + n)
        count += n
    return float(mean), float(np.sqrt(squares / (n_samples - 1) / n_samples))
