# The noise is measured in standard deviations of the values.
# loses: test_generate_data__arguments, test_generate_data__noise
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise not in ("normal", "cauchy"):
        raise ValueError("unknown noise")
    rng = np.random.default_rng() if rng is None else rng
    x = np.sort(rng.uniform(0, length, n_samples))
    c = np.asarray(coefficients, dtype=float)
    y = np.cos(np.pi * np.outer(x, np.arange(len(c))) / length) @ c
    draw = rng.standard_normal if noise == "normal" else rng.standard_cauchy
    return x, y + noise_level * np.std(y) * draw(n_samples)
