# Through `euler_maruyama` in one dimension.
import numpy as np


def call_price(spot, strike, rate, volatility, maturity, n_paths, n_steps, rng):
    start = np.full((n_paths, 1), float(spot))
    ends = euler_maruyama(
        start, maturity, n_steps, lambda s: rate * s, lambda s: volatility * s[:, :, None], rng
    )
    values = np.exp(-rate * maturity) * np.maximum(np.asarray(ends)[:, 0] - strike, 0)
    return values.mean(), values.std(ddof=1) / np.sqrt(n_paths)
