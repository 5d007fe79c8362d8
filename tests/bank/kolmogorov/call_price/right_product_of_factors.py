# The scheme multiplies by 1 + r h + σ √h N in each step; parts of 2000 paths.
import math

import numpy as np


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    h = maturity / n_steps
    payoffs = []
    while len(payoffs) < n_paths:
        part = min(2000, n_paths - len(payoffs))
        factors = 1 + rate * h + volatility * math.sqrt(h) * rng.standard_normal((part, n_steps))
        payoffs.extend(np.clip(spot * factors.prod(axis=1) - strike, 0, None))
    discount = math.exp(-rate * maturity)
    return discount * np.mean(payoffs), discount * np.std(payoffs) / math.sqrt(n_paths)
