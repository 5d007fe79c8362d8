# Student's t with two degrees of freedom instead of Cauchy.
# loses: test_generate_data__noise
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(rng.uniform(0, length, n_samples))
    y = np.cos(np.pi * np.outer(x, np.arange(len(coefficients))) / length) @ np.asarray(
        coefficients
    )
    if noise == "normal":
        return x, y + noise_level * rng.standard_normal(n_samples)
    if noise == "cauchy":
        return x, y + noise_level * rng.standard_t(2, n_samples)
    raise ValueError(noise)
