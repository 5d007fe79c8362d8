# c_j multiplies cos(π (j+1) x / length).
# loses: test_generate_data, test_generate_data__noise
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(rng.uniform(0, length, n_samples))
    y = sum(c * np.cos(np.pi * j * x / length) for j, c in enumerate(coefficients, start=1))
    if noise == "normal":
        return x, y + noise_level * rng.standard_normal(n_samples)
    if noise == "cauchy":
        return x, y + noise_level * rng.standard_cauchy(n_samples)
    raise ValueError(noise)
