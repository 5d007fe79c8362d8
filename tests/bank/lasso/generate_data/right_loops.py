# Python loops and lists, one sample after the other; tan for Cauchy; arrays at the end.
import math


def generate_data(n_samples, coefficients, noise_level, noise="normal", length=20.0, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    xs = sorted(length * rng.random() for _ in range(n_samples))
    ys = []
    if noise == "normal":
        draw = rng.standard_normal
    elif noise == "cauchy":

        def draw():
            return math.tan(math.pi * (rng.random() - 0.5))
    else:
        raise ValueError("noise must be 'normal' or 'cauchy', not " + str(noise))
    for x in xs:
        total = 0.0
        for j, c in enumerate(coefficients):
            total += float(c) * math.cos(math.pi * j * x / length)
        ys.append(total + noise_level * draw())
    return np.array(xs), np.array(ys)
