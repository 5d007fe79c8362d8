# Draws from the exact distribution: no Euler–Maruyama, no dependence on `n_steps`.
# loses: test_call_price, test_call_price__scheme
import numpy as np


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    h = maturity / n_steps
    s = np.full(n_paths, float(spot))
    noise = rng.standard_normal(n_paths)
    s = s * np.exp((rate - volatility**2 / 2) * maturity + volatility * np.sqrt(maturity) * noise)
    values = np.exp(-rate * maturity) * np.maximum(s - strike, 0)
    return values.mean(), values.std(ddof=1) / np.sqrt(n_paths)
