# The symmetric root of the covariance t σσᵀ serves as well as σ.
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    points = np.array(x, dtype=float)
    factor = np.asarray(sigma, dtype=float)
    eigenvalues, vectors = np.linalg.eigh(factor @ factor.T)
    root = vectors * np.sqrt(np.maximum(eigenvalues, 0)) @ vectors.T
    times = np.broadcast_to(t, (points.shape[0], 1))
    return points + rng.normal(scale=np.sqrt(times), size=points.shape) @ root
