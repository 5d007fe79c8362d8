# Student's t with one degree of freedom is Cauchy; sorted as a table of pairs.
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    rng = rng if rng is not None else np.random.default_rng()
    match noise:
        case "normal":
            eps = rng.normal(0.0, 1.0, n_samples)
        case "cauchy":
            eps = rng.standard_t(1, n_samples)
        case _:
            raise ValueError("noise is 'normal' or 'cauchy'")
    x = rng.uniform(0, length, n_samples)
    c = np.asarray(coefficients, dtype=float)
    y = np.cos(np.pi / length * x[:, None] * np.arange(len(c))) @ c + noise_level * eps
    table = np.stack([x, y], axis=1)
    table = table[np.argsort(table[:, 0])]
    return table[:, 0], table[:, 1]
