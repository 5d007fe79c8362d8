# The discounted price: every step is divided by exp(r h); the strike is discounted, too.
import numpy as np
from scipy.stats import sem


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    h = maturity / n_steps
    discounted = np.ones(n_paths) * spot
    for dw in np.sqrt(h) * rng.standard_normal((n_steps, n_paths)):
        discounted = np.exp(-rate * h) * (
            discounted + rate * discounted * h + volatility * discounted * dw
        )
    values = (discounted - strike * np.exp(-rate * maturity)).clip(min=0)
    return float(values.mean()), float(sem(values))
