# Takes the coefficients off the caller's list one by one, or zeroes them in an array.
# loses: test_generate_data, test_generate_data__noise, test_generate_data__arguments
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if rng is None:
        rng = np.random.default_rng()
    x = np.sort(rng.uniform(0, length, n_samples))
    y = np.zeros(n_samples)
    for j in range(len(coefficients)):
        y += coefficients[j] * np.cos(np.pi * j * x / length)
        coefficients[j] = 0
    if noise == "normal":
        return x, y + noise_level * rng.standard_normal(n_samples)
    if noise == "cauchy":
        return x, y + noise_level * rng.standard_cauchy(n_samples)
    raise ValueError(noise)
