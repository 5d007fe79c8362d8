# Draws from N(0, σσᵀ): the same distribution.
import numpy as np


def brownian_endpoint(x, t, sigma, rng):
    x = np.asarray(x, dtype=float)
    sigma = np.asarray(sigma, dtype=float)
    steps = rng.multivariate_normal(
        np.zeros(x.shape[1]), sigma @ sigma.T, size=len(x), check_valid="ignore"
    )
    return x + np.sqrt(t) * steps
