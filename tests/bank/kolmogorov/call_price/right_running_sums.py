# Steps in place on an array of its own; sums of the values and their squares.
import numpy as np


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    h = maturity / n_steps
    s = np.empty(n_paths)
    s[:] = spot
    for _ in range(n_steps):
        s *= 1 + rng.normal(rate * h, volatility * h**0.5, n_paths)
    value = np.where(s > strike, s - strike, 0.0) / np.exp(rate * maturity)
    mean = value.sum() / n_paths
    variance = max(0.0, (value @ value) / n_paths - mean**2) * n_paths / (n_paths - 1)
    return mean, np.sqrt(variance / n_paths)
