# The deviation of one path, without 1/√n.
# loses: test_call_price__standard_error
import numpy as np


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    h = maturity / n_steps
    s = np.full(n_paths, float(spot))
    for _ in range(n_steps):
        noise = rng.standard_normal(n_paths)
        s = s + rate * s * h + volatility * s * np.sqrt(h) * noise
    values = np.exp(-rate * maturity) * np.maximum(s - strike, 0)
    return values.mean(), values.std(ddof=1)
