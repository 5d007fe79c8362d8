# x is normal, cut to (0, length), instead of uniform.
# loses: test_generate_data
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(np.clip(rng.normal(length / 2, length / 6, n_samples), 0.01, length - 0.01))
    y = np.cos(np.pi * np.outer(x, np.arange(len(coefficients))) / length) @ np.asarray(
        coefficients
    )
    if noise == "normal":
        return x, y + noise_level * rng.standard_normal(n_samples)
    if noise == "cauchy":
        return x, y + noise_level * rng.standard_cauchy(n_samples)
    raise ValueError(noise)
