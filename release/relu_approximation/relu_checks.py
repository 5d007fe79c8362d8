"""What the tests of this assignment have in common: reading, evaluating and comparing networks.

Nothing here answers an exercise; tests call it so that they can be short.

A network is a list of pairs (W, b), as in the notebook: W of shape (n_in, n_out), b of shape
(n_out,), and the ReLU between the affine maps x -> x W + b.
"""

from itertools import pairwise

import keras
import numpy as np


def expect(got, wanted, what, *mistakes, atol=1e-4, rtol=1e-5):
    """Fail if `got` does not have the shape and, up to rounding, the entries of `wanted`.

    `what` names it in the message. `mistakes` are pairs: other values, and what may be wrong where
    those came.
    """
    kind, got, wanted = type(got).__name__, np.asarray(got), np.asarray(wanted)
    assert got.dtype.kind in "biufc", f"{what} is {kind}, expected numbers"
    assert got.shape == wanted.shape, f"{what} has shape {got.shape}, expected {wanted.shape}"
    known = {"atol": atol, "rtol": rtol, "equal_nan": True}
    hint = [say for other, say in mistakes if np.allclose(got, other, **known)]
    assert np.allclose(got, wanted, atol=atol, rtol=rtol), (
        f"{what}{': ' + hint[0] if hint else ' is wrong'}\n"
        f"expected {np.round(wanted, 6).tolist()}\ngot {np.round(got, 6).tolist()}"
    )


def at_most(amount, limit, what, hint=""):
    """Fail if an amount is larger than its limit, but for a millionth of it."""
    assert amount <= limit * (1 + 1e-6), (
        f"{what} is {amount:.6g}, at most {limit:.6g} is allowed{hint}"
    )


def model(answer, call, parameters=np.inf):
    """Return a Keras model, after a check that it is one, with at most so many parameters."""
    assert isinstance(answer, keras.Model), (
        f"{call} returned {type(answer).__name__}, expected a keras.Model"
    )
    assert parameters == np.inf or answer.count_params() <= parameters, (
        f"the model has {answer.count_params():,} parameters, at most {parameters:,} are allowed"
    )
    return answer


def network(answer, call, inputs=None, outputs=None, depth=None, hint=""):
    """Return a network in float64, after a check of its form.

    Raises AssertionError, with `call` in its message, if it is no network, or if it has other
    numbers of inputs, outputs or affine maps than the ones given; then `hint` is in it, too.
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
    first, last = len(layers[0][0]), len(layers[-1][1])
    assert first == (inputs or first) and last == (outputs or last), (
        f"{call} goes from ℝ^{first} to ℝ^{last}, expected ℝ^{inputs} to ℝ^{outputs}{hint}"
    )
    assert depth is None or len(layers) == depth, (
        f"{call} has depth {len(layers)}, expected {depth}{hint}"
    )
    return layers


def made_of(*parts):
    """Return the network with these W_1, b_1, W_2, b_2, ..., given as lists of numbers."""
    arrays = [np.array(part, dtype=float) for part in parts]
    return list(zip(arrays[::2], arrays[1::2], strict=True))


def size_at_most(layers, call, depth=np.inf, width=np.inf, parameters=np.inf):
    """Fail if a network that `network` has read is deeper, wider or larger than allowed."""
    widest = max(max(W.shape) for W, _ in layers)
    count = sum(part.size for pair in layers for part in pair)
    assert len(layers) <= depth, f"{call} has depth {len(layers)}, at most {depth} is allowed"
    assert widest <= width, f"{call} has a layer of width {widest}, at most {width} is allowed"
    assert count <= parameters, (
        f"{call} has {count} parameters, at most {parameters:.0f} are allowed"
    )


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


def unchanged(networks, copies, name):
    """Fail if networks have other entries than their copies."""
    assert all(same(one, two) for one, two in zip(networks, copies, strict=True)), (
        f"{name} changed its arguments; make new lists and arrays"
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


def distance(model, other):
    """Return the largest distance of two Keras models on [0, 1]."""
    x = np.linspace(0, 1, 101)[:, None].astype("float32")
    return np.max(
        np.abs(np.asarray(model(x, training=False)) - np.asarray(other(x, training=False)))
    )


def points_for_square(error, difference):
    """Return the points for a trained model, None for all three of them, and say why.

    There are two for the error, which from 0.02 on fall with its logarithm, and one if the same
    seed gives the same model.
    """
    points = 2 * min(1, float(np.log(0.1 / error) / np.log(0.1 / 0.02))) + float(difference <= 1e-4)
    if error > 0.02:
        print(f"{points:.2f} of 3 points: sup-error {error:.3g} on [0, 1]; full points up to 0.02")
    if difference > 1e-4:
        print(
            f"{points:.2f} of 3 points: two models with the same seed differ by {difference:.2g} "
            "on [0, 1]; is all randomness (initial weights, data, shuffling) drawn from the seed?"
        )
    return None if points == 3 else round(points, 2)


def error_on_unit_interval(layers):
    """Return the largest distance to x^2 on [0, 1]: random points, dyadic points."""
    x = [np.random.default_rng(181).random(40000), np.linspace(0, 1, 2**13 + 1)]
    return _largest(layers, np.concatenate(x)[:, None], lambda x: x**2, 32)


def table_of_units(accuracies, counted):
    """Return a table of how many hidden units networks have, beside what is known."""
    levels = np.maximum(0, np.log2(1 / np.sqrt(8 * np.array(accuracies))))
    rows = [
        ("yours", counted),
        ("radix 2, 3 a level", np.maximum(0, 3 * np.ceil(levels) - 1)),
        ("radix 4, 2.5 a level", np.maximum(0, 5 * np.ceil(levels / 2) - 1)),
        ("lower bound", np.ceil(levels)),
    ]
    head = "hidden units for eps =" + "".join(f"{eps:8.0e}" for eps in accuracies)
    return "\n".join(
        [head, *(f"{name:>22}" + "".join(f"{int(n):8d}" for n in row) for name, row in rows)]
    )
