# The sorted uniforms come from exponential spacings, Cauchy from a quotient of normals.
def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    if noise not in ("normal", "cauchy"):
        raise ValueError(f"unknown noise {noise!r}")
    if rng is None:
        rng = np.random.default_rng()
    gaps = rng.exponential(size=n_samples + 1)
    x = length * np.cumsum(gaps[:-1]) / gaps.sum()
    c = np.asarray(coefficients, dtype=float)
    y = np.cos(np.pi * np.outer(x, np.arange(c.size)) / length) @ c
    eps = rng.standard_normal(n_samples)
    if noise == "cauchy":
        eps = eps / rng.standard_normal(n_samples)
    return x, y + noise_level * eps
