# Everything from uniform numbers: the quantile functions of the normal and the Cauchy distribution.
from scipy.stats import cauchy, norm


def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise not in {"normal", "cauchy"}:
        raise ValueError(f"unknown noise {noise!r}; use 'normal' or 'cauchy'")
    if rng is None:
        rng = np.random.default_rng()
    u = rng.random((2, n_samples))
    x = np.sort(length * u[0])
    quantile = {"normal": norm.ppf, "cauchy": cauchy.ppf}[noise]
    y = np.polynomial.chebyshev.chebval(np.cos(np.pi * x / length), np.asarray(coefficients, dtype=float))
    return [x, y + noise_level * quantile(np.clip(u[1], 1e-300, None))]
