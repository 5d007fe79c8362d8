# Laplace noise of variance 1 for the normal one.
# loses: test_generate_data__noise
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise not in ("normal", "cauchy"):
        raise ValueError("unknown noise")
    rng = np.random.default_rng() if rng is None else rng
    x = np.sort(rng.uniform(0, length, n_samples))
    c = np.asarray(coefficients, dtype=float)
    eps = rng.laplace(0, np.sqrt(0.5), n_samples) if noise == "normal" else rng.standard_cauchy(n_samples)
    return x, np.cos(np.pi * np.outer(x, np.arange(len(c))) / length) @ c + noise_level * eps
