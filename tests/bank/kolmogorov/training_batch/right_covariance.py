# Noise with covariance σσᵀ, a class for the domain, φ in two parts.
import numpy as np


class _SpaceTimeBox:
    def __init__(self, d, t_max, low, high):
        self.corner = np.array([0.0] + [low] * d)
        self.size = np.array([t_max] + [high - low] * d)

    def draw(self, n, rng):
        return self.corner + self.size * rng.random((n, len(self.size)))


def training_batch(n, d, phi, sigma, t_max, low, high, rng):
    points = _SpaceTimeBox(d, t_max, low, high).draw(n, rng)
    sigma = np.asarray(sigma, dtype=float)
    noise = rng.multivariate_normal(np.zeros(d), sigma @ sigma.T, n, check_valid="ignore")
    ends = points[:, 1:] + np.sqrt(points[:, [0]]) * noise
    half = (n + 1) // 2
    parts = [phi(part) for part in (ends[:half], ends[half:]) if len(part)]
    return points.astype(np.float32), np.vstack(parts).astype(np.float32)
