# Normal noise by Box and Muller's formula, a small class for the noise.
class _Noise:
    def __init__(self, name):
        if name not in {"normal", "cauchy"}:
            raise ValueError(f"{name} is not a noise")
        self.name = name

    def __call__(self, n, rng):
        u, v = 1.0 - rng.random(n), rng.random(n)
        if self.name == "normal":
            return np.sqrt(-2 * np.log(u)) * np.cos(2 * np.pi * v)
        return np.tan(np.pi * (v - 0.5))


def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    source = _Noise(noise)
    if rng is None:
        rng = np.random.default_rng()
    x = rng.random(n_samples) * length
    x.sort()
    y = sum(c * np.cos(np.pi * j * x / length) for j, c in enumerate(coefficients))
    return x, y + noise_level * source(n_samples, rng)
