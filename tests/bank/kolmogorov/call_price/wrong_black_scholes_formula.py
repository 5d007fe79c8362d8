# The Black–Scholes formula and no error.
# loses: test_call_price, test_call_price__standard_error, test_call_price__scheme
import numpy as np
from scipy.stats import norm


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    spread = volatility * np.sqrt(maturity)
    d1 = (np.log(spot / strike) + rate * maturity) / spread + spread / 2
    price = spot * norm.cdf(d1) - strike * np.exp(-rate * maturity) * norm.cdf(d1 - spread)
    return price, 0.0
