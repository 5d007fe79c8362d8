# Antithetic pairs with the standard error of independent samples.
# loses: test_monte_carlo__independent
import numpy as np


def monte_carlo(phi, t, x, sigma, n_samples, rng):
    x, sigma = np.asarray(x), np.asarray(sigma)
    noise = rng.standard_normal((n_samples // 2, x.shape[0]))
    noise = np.concatenate([noise, -noise])
    values = phi(x + np.sqrt(t) * (noise @ sigma.T))
    return values.mean(), values.std(ddof=1) / np.sqrt(n_samples)
