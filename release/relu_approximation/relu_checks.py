"""What the tests of this assignment have in common: reading, evaluating and comparing networks.

A network is a list of pairs (W, b), as in the notebook: W of shape (n_in, n_out), b of shape
(n_out,), and the ReLU between the affine maps x -> x W + b.
"""

from itertools import pairwise

import numpy as np


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


def values(layers, x):
    """Return the values of a network that `network` has read at the rows of x."""
    for W, b in layers[:-1]:
        x = np.maximum(x @ W + b, 0)
    return x @ layers[-1][0] + layers[-1][1]


def random_network(rng, *sizes, pair=tuple):
    """Return a network with the sizes N_0, ..., N_L and normal entries."""
    return [pair((rng.standard_normal((n, m)), rng.standard_normal(m))) for n, m in pairwise(sizes)]


def kinked(kinks, changes, slope=0.0, scale=1.0):
    """Return a network of one hidden layer.

    It is scale * (slope * x + sum of changes_i * relu(x - kinks_i)).
    """
    kinks, changes = np.asarray(kinks, dtype=float), np.asarray(changes, dtype=float)
    far = -8.0  # slope * x as a unit that is always on
    first = (np.ones((1, len(kinks) + 1)), np.append(-kinks, -far))
    return [first, (scale * np.append(changes, slope)[:, None], np.array([scale * slope * far]))]


def copied(layers):
    """Return a copy of a network."""
    return [(W.copy(), b.copy()) for W, b in layers]


def same(layers, copy):
    """Whether two networks have the same entries."""
    return len(layers) == len(copy) and all(
        np.array_equal(p, q)
        for one, two in zip(layers, copy, strict=True)
        for p, q in zip(one, two, strict=True)
    )


def slopes(layers, k, rng):
    """Return the slope on each of 2^k parts of [0, 1], twice, shape (2^k, 2).

    Between the first two and the last two of three random points of the part.
    """
    inside = np.arange(2**k)[:, None] + rng.uniform([0.01, 0.4, 0.8], [0.2, 0.6, 0.99], (2**k, 3))
    inside = inside / 2**k
    found = values(layers, inside.reshape(-1, 1)).reshape(-1, 3)
    return np.diff(found, axis=1) / np.diff(inside, axis=1)


def error_of_square(layers, bound, seed):
    """Return the largest distance to x^2 on [-bound, bound]: random points, dyadic midpoints."""
    points = [np.random.default_rng(seed).uniform(-1, 1, 8000), np.linspace(-1, 1, 2**12 + 1)]
    return _largest(layers, bound * np.concatenate(points)[:, None], lambda x: x**2, 32)


def error_of_product(layers, bound, seed):
    """Return the largest distance to x y on [-bound, bound]^2.

    At random points, on a grid, on the edges and on the diagonals.
    """
    rng = np.random.default_rng(seed)
    grid = np.linspace(-1, 1, 2**6 + 1)
    line, ones = rng.uniform(-1, 1, 1500), np.ones(1500)
    lines = [(line, ones), (line, -ones), (ones, line), (-ones, line)]
    lines += [(line, line), (line, -line), (line, 0 * line), (0 * line, line)]
    points = [rng.uniform(-1, 1, (12000, 2)), np.array(np.meshgrid(grid, grid)).reshape(2, -1).T]
    points = bound * np.vstack([*points, *(np.column_stack(pair) for pair in lines)])
    return _largest(layers, points, lambda x: x[:, :1] * x[:, 1:], 64)


def error_of_polynomial(layers, coefficients, bound, seed):
    """Return the largest distance to a polynomial on [-bound, bound], less the rounding."""
    points = [np.random.default_rng(seed).uniform(-1, 1, 8000), np.linspace(-1, 1, 2**11 + 1)]
    points = bound * np.concatenate(points)[:, None]
    rounding = 1e-12 * np.polyval(np.abs(coefficients), bound)
    return _largest(layers, points, lambda x: np.polyval(coefficients, x), 32) - rounding


def _largest(layers, points, function, parts):
    # A very wide network would need too much memory for all points at once.
    return max(
        np.max(np.abs(values(layers, part)[:, :1] - function(part)))
        for part in np.array_split(points, parts)
    )


def error_of_model(model):
    """Return the largest distance of a Keras model to x^2 on [0, 1]."""
    x = np.union1d(np.linspace(0, 1, 1001), np.random.default_rng(161).random(2000))[:, None]
    y = np.asarray(model(x.astype("float32"), training=False))
    assert y.size == len(x), (
        f"the model has an output of shape {y.shape} at {len(x)} points, expected ({len(x)}, 1)"
    )
    return np.max(np.abs(y.reshape(-1, 1) - x**2))


def trained(model):
    """Whether the weights look found by an optimiser.

    A construction has short binary fractions only; with noise added to them, most still lie near
    multiples of 1/4.
    """
    entries = np.concatenate([np.ravel(part) for part in model.get_weights()]).astype(float)
    mantissas = np.frexp(entries)[0]
    near = np.abs(4 * entries - np.round(4 * entries)) < 0.08
    return np.any(mantissas * 2**11 != np.round(mantissas * 2**11)) and np.mean(near) < 0.75
