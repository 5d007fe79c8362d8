# chebval evaluates the series; default_rng(rng) serves None and a generator alike; noise first.
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    rng = np.random.default_rng(rng)
    try:
        draw = {"normal": rng.standard_normal, "cauchy": rng.standard_cauchy}[noise]
    except KeyError:
        raise ValueError(f"noise must be normal or cauchy, not {noise!r}") from None
    eps = draw(n_samples)
    x = np.sort(rng.uniform(0, length, n_samples))
    series = np.polynomial.chebyshev.chebval(np.cos(np.pi * x / length), coefficients)
    return [x, series + noise_level * eps]
