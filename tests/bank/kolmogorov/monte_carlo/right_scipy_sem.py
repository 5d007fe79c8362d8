# SciPy's standard error of the mean, normals from a multivariate distribution.
import numpy as np
from scipy import stats


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    covariance = t * np.asarray(sigma) @ np.asarray(sigma).T
    ends = rng.multivariate_normal(
        np.asarray(x, dtype=float), covariance, n_samples, check_valid="ignore"
    )
    values = phi(ends)[:, 0]
    return np.mean(values), stats.sem(values)
