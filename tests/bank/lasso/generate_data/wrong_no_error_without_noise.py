# At noise_level 0 it returns before it looks at the name of the noise.
# loses: test_generate_data__arguments
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(rng.uniform(0, length, n_samples))
    y = np.cos(np.pi * np.outer(x, np.arange(len(coefficients))) / length) @ np.asarray(
        coefficients
    )
    if noise_level == 0:
        return x, y
    if noise == "normal":
        return x, y + noise_level * rng.standard_normal(n_samples)
    if noise == "cauchy":
        return x, y + noise_level * rng.standard_cauchy(n_samples)
    raise ValueError(noise)
