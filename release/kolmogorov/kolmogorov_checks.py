"""What the tests of this assignment have in common: statistics of samples, errors of solutions."""

from math import erf, exp, log, sqrt

import numpy as np


def deviation(u):
    """Return how far the rows of u are from independent standard normal vectors.

    In standard errors. Means, second moments and products of neighbouring rows: each is standard
    normal for a right answer, about 100 of them at most, so the largest exceeds 6.5 with
    probability below 1e-7.
    """
    n, d = u.shape
    spread = np.sqrt(1 + np.eye(d))
    return max(
        np.max(np.abs(np.sum(u, axis=0))) / np.sqrt(n),
        np.max(np.abs(u.T @ u - n * np.eye(d)) / spread) / np.sqrt(n),
        np.max(np.abs(u[1:].T @ u[:-1])) / np.sqrt(n - 1),
    )


def distance(values, distribution):
    """Return the Kolmogorov-Smirnov statistic times sqrt(n); above 3.5 with probability 5e-11."""
    n = len(values)
    at = np.array([distribution(value) for value in np.sort(values)])
    return (np.max(np.abs(at - (np.arange(n) + 0.5) / n)) + 0.5 / n) * sqrt(n)


def normal(value):
    """Return the standard normal distribution function."""
    return (1 + erf(value / sqrt(2))) / 2


def values_of_model(model, inputs):
    """Return the values of a model as it is used after training, by a call of it."""
    return np.asarray(model(np.asarray(inputs, dtype="float32"), training=False))


def wake(model, n_inputs):
    """Give a model whose last layer starts with zeros a random one; else change nothing."""
    probes = np.zeros((2, n_inputs))
    probes[1] = 1.0
    if np.ptp(values_of_model(model, probes)) == 0:
        rng = np.random.default_rng(0)
        model.set_weights(
            [
                rng.standard_normal(part.shape).astype(part.dtype)
                if part.ndim and part.shape[-1] == 1
                else part
                for part in map(np.asarray, model.get_weights())
            ]
        )


def error_of_model(model, exact, d, t_max, low, high):
    """Return the relative L2 error of a model of (t, x) at 4096 fresh points."""
    rng = np.random.default_rng(171)
    probes = np.hstack([rng.uniform(0, t_max, (4096, 1)), rng.uniform(low, high, (4096, d))])
    probes = probes.astype("float32")
    got = values_of_model(model, probes)
    assert got.shape == (4096, 1), (
        f"the model has an output of shape {got.shape} at 4096 inputs (t, x), expected (4096, 1)"
    )
    assert np.all(np.isfinite(got)), "the model has values that are not finite"
    probes = probes.astype(float)
    wanted = exact(probes[:, :1], probes[:, 1:])
    return float(np.linalg.norm(got - wanted) / np.linalg.norm(wanted))


def share(error):
    """Return the part of the points for a relative L2 error: all to 4 %, none from 15 % on."""
    return float(np.clip(log(0.15 / max(error, 1e-9)) / log(0.15 / 0.04), 0, 1))


def moments(spot, strike, rate, volatility, maturity):
    """Return the first and second moment of the discounted payoff in the Black-Scholes model."""
    v = volatility * sqrt(maturity)
    d1 = (log(spot / strike) + rate * maturity) / v + v / 2
    below = [(1 + erf(z / sqrt(2))) / 2 for z in (d1 + v, d1, d1 - v)]
    discount = exp(-rate * maturity)
    first = spot * below[1] - strike * discount * below[2]
    second = (
        spot**2 * exp(v**2) * below[0]
        - 2 * strike * discount * spot * below[1]
        + strike**2 * discount**2 * below[2]
    )
    return first, second


def network(answer, call):
    """Return a network in float64, after a check of its form.

    Raises AssertionError, with `call` in its message, if it is no network.
    """
    assert isinstance(answer, (list, tuple)) and len(answer) > 0, (
        f"{call} returned {type(answer).__name__}; expected a network, a list of pairs (W, b)"
    )
    layers = []
    for number, pair in enumerate(answer, 1):
        assert isinstance(pair, (list, tuple)) and len(pair) == 2, (
            f"{call}: entry {number} of the network is {type(pair).__name__}; "
            "expected a pair (W, b)"
        )
        W, b = np.asarray(pair[0], dtype=float), np.asarray(pair[1], dtype=float)
        assert W.ndim == 2 and b.shape == W.shape[1:], (
            f"{call}: W of layer {number} has shape {W.shape} and b has shape {b.shape}; "
            "expected (n_in, n_out) and (n_out,)"
        )
        assert not layers or len(W) == len(layers[-1][1]), (
            f"{call}: layer {number} takes {len(W)} numbers, but the layer before it gives "
            f"{len(layers[-1][1])}"
        )
        assert np.all(np.isfinite(W)) and np.all(np.isfinite(b)), (
            f"{call}: layer {number} has entries that are not finite"
        )
        layers.append((W, b))
    return layers


def error_of_network(layers, d, trace, t_max, low, high, seed):
    """Return the largest distance to the solution |x|^2 + t trace.

    At random points, at corners, and where all coordinates are equal.
    """
    rng = np.random.default_rng(seed)
    x = np.vstack(
        [
            rng.uniform(low, high, (2000, d)),
            np.tile(np.linspace(low, high, 2**10 + 1)[:, None], (1, d)),
            np.tile(rng.uniform(low, high, (1500, 1)), (1, d)),
            rng.choice([low, high], (50, d)),
        ]
    )
    t = rng.choice([0.0, t_max, 0.3 * t_max], (len(x), 1))
    y = np.hstack([t, x])
    for W, b in layers[:-1]:
        y = np.maximum(y @ W + b, 0)
    y = y @ layers[-1][0] + layers[-1][1]
    return float(np.max(np.abs(y - np.sum(x**2, axis=1, keepdims=True) - t * trace)))
