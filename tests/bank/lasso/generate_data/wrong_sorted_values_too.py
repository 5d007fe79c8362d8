# Both arrays are sorted, each by itself.
# loses: test_generate_data, test_generate_data__noise
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise not in ("normal", "cauchy"):
        raise ValueError("unknown noise")
    rng = np.random.default_rng() if rng is None else rng
    x = rng.uniform(0, length, n_samples)
    c = np.asarray(coefficients, dtype=float)
    draw = rng.standard_normal if noise == "normal" else rng.standard_cauchy
    y = np.cos(np.pi * np.outer(x, np.arange(len(c))) / length) @ c + noise_level * draw(n_samples)
    return np.sort(x), np.sort(y)
