# An unknown noise raises KeyError from a dictionary, not ValueError.
# loses: test_generate_data__arguments
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(rng.uniform(0, length, n_samples))
    y = np.cos(np.pi * np.outer(x, np.arange(len(coefficients))) / length) @ np.asarray(
        coefficients
    )
    draw = {"normal": rng.standard_normal, "cauchy": rng.standard_cauchy}[noise]
    return x, y + noise_level * draw(n_samples)
