# One point in each of m equal cells: uniform each by itself, but not independent.
# loses: test_generate_data
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise not in ("normal", "cauchy"):
        raise ValueError("unknown noise")
    rng = np.random.default_rng() if rng is None else rng
    x = (np.arange(n_samples) + rng.random(n_samples)) * length / n_samples
    c = np.asarray(coefficients, dtype=float)
    draw = rng.standard_normal if noise == "normal" else rng.standard_cauchy
    return x, np.cos(np.pi * np.outer(x, np.arange(len(c))) / length) @ c + noise_level * draw(n_samples)
