# Uniform noise on (−1, 1) passes for normal.
# loses: test_generate_data__noise
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(rng.uniform(0, length, n_samples))
    y = np.cos(np.pi * np.outer(x, np.arange(len(coefficients))) / length) @ np.asarray(
        coefficients
    )
    if noise == "normal":
        return x, y + noise_level * rng.uniform(-1, 1, n_samples)
    if noise == "cauchy":
        return x, y + noise_level * rng.standard_cauchy(n_samples)
    raise ValueError(noise)
