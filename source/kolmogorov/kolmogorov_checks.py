"""What the tests of this assignment have in common: statistics of samples, errors of solutions.

Nothing here answers an exercise; tests call it so that they can be short.
"""

from math import erf, exp, log, sqrt

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


def unchanged(name, before, now):
    """Fail if arguments are not what they were before a call."""
    assert all(np.array_equal(one, two) for one, two in zip(before, now, strict=True)), (
        f"{name} changed its arguments; work on a copy"
    )


def expect_from_rng(draw, name):
    """Fail if what `draw` returns does not depend on its generator, or depends on another one.

    Returns what it draws first: an array, or a tuple of arrays or numbers.
    """

    def parts(result):
        pair = isinstance(result, (tuple, list))
        return [np.asarray(part) for part in (result if pair else [result])]

    def differ(one, two):
        pairs = zip(parts(one), parts(two), strict=True)
        return all(not np.allclose(a, b) if a.ndim else a != b for a, b in pairs)

    np.random.seed(1)
    one = draw(np.random.default_rng(5))
    np.random.seed(2)
    two = draw(np.random.default_rng(5))
    assert all(map(np.array_equal, parts(one), parts(two))), (
        f"two generators in the same state gave {name} different results: "
        "is all randomness drawn from rng?"
    )
    rng = np.random.default_rng(5)
    three, four = draw(rng), draw(rng)
    assert differ(three, four), (
        f"one generator, used twice, gave {name} the same result: it is not advanced"
    )
    assert differ(one, draw(np.random.default_rng(6))), (
        f"another generator gave {name} the same result: is it drawn from rng?"
    )
    return one


def two_numbers(result, name):
    """Return a pair of floats, after a check that it is one."""
    assert isinstance(result, (tuple, list)) and len(result) == 2, (
        f"{name} returned {type(result).__name__}, expected two numbers: (value, standard error)"
    )
    assert np.ndim(result[0]) == 0 and np.ndim(result[1]) == 0, (
        f"{name} returned shapes {np.shape(result[0])} and {np.shape(result[1])}, "
        "expected two numbers"
    )
    return float(result[0]), float(result[1])


def batch(result, n, d):
    """Return inputs (t, x) and targets as arrays, after a check of their shapes."""
    assert isinstance(result, (tuple, list)) and len(result) == 2, (
        f"training_batch returned {type(result).__name__}, expected a pair (inputs, targets)"
    )
    inputs, targets = (np.asarray(part) for part in result)
    assert inputs.shape == (n, d + 1) and targets.shape == (n, 1), (
        f"training_batch with n = {n} and d = {d} returned the shapes {inputs.shape} and "
        f"{targets.shape}, expected {(n, d + 1)} and {(n, 1)}"
    )
    return inputs, targets


def expect_ranges(inputs, t_max, low, high):
    """Fail if 2000 rows (t, x) or so do not fill [0, t_max] x [low, high]^d."""
    t, x = inputs[:, 0], inputs[:, 1:]
    assert np.min(t) >= 0 and 0.95 * t_max < np.max(t) <= t_max, (
        f"the first column is t, uniform on [0, {t_max:g}]; it goes from {np.min(t):.2f} to "
        f"{np.max(t):.2f}"
    )
    inside = np.all((x >= low) & (x <= high))
    assert inside and np.all(np.min(x, axis=0) < low + 0.05 * (high - low)), (
        f"the other columns are x, uniform on [{low:g}, {high:g}]; is the range right, or are they "
        "the endpoints?"
    )


def expect_normal(ends, x, covariance, what, *mistakes):
    """Fail if endpoints from one point are not normal about it with this covariance.

    `mistakes` are pairs: another covariance, and what may be wrong where that came.
    """
    ends = np.asarray(ends)
    assert ends.shape == x.shape, f"{what} have shape {ends.shape}, expected {x.shape}"
    moves = ends.astype(float) - x
    assert np.all(np.isfinite(moves)), f"{what} have values that are not finite"
    found = moves.T @ moves / len(moves)
    mistakes += ((np.outer(moves[0], moves[0]), "do all rows share one draw of the noise?"),)
    hint = [say for other, say in mistakes if np.allclose(found, other, rtol=0.06, atol=0.02)]
    u = np.linalg.solve(np.linalg.cholesky(covariance), moves.T).T
    assert deviation(u) < 6.5, (
        f"{what} have the covariance {np.round(found, 2).tolist()}, expected about "
        f"{covariance.tolist()}, mean x and independent rows{': ' + hint[0] if hint else ''}"
    )


def mistakes_of_endpoints(t, sigma):
    """Return covariances that endpoints at time t may wrongly have, and why."""
    product = sigma @ sigma.T
    return [
        (t * sigma.T @ sigma, "is sigma transposed?"),
        (t**2 * product, "is the noise multiplied by t instead of its root?"),
        (np.sqrt(t) * product, "was the root of t taken twice?"),
        (product, "does t play a part?"),
        (t * product @ product, "sigma sigma^T was used in place of sigma"),
    ]


def mistakes_of_scheme(t, sigma, n):
    """Return covariances that endpoints of n steps may wrongly have, and why."""
    right = t * sigma @ sigma.T
    return [
        (t * sigma.T @ sigma, "are the matrices transposed?"),
        (n * right, "is the noise the same in all steps, or scaled with t instead of t / n_steps?"),
        (t / n * right, "is the noise multiplied by the step instead of its root?"),
        (right / n, "is there noise in one step only?"),
    ]


def expect_step(ends, means, matrices):
    """Fail if rows are not normal with these means and products of matrices and noise."""
    ends = np.asarray(ends)
    assert ends.shape == means.shape, (
        f"euler_maruyama of {len(means)} points in the plane has shape {ends.shape}, "
        f"expected {means.shape}"
    )
    moves = (ends.astype(float) - means)[:, :, None]
    assert np.all(np.isfinite(moves)), "euler_maruyama returned values that are not finite"

    def off(factors):
        return deviation(np.linalg.solve(factors, moves)[:, :, 0])

    hint = ""
    if off(matrices.transpose(0, 2, 1)) < 6.5:
        hint = ": was the noise multiplied from the left?"
    elif off(matrices[:1]) < 6.5:
        hint = ": was the matrix of the first row used for all?"
    assert off(matrices) < 6.5, (
        f"one step from {len(means)} points{hint}\n(S_1 - x - drift(x) h) multiplied by the "
        f"inverse of diffusion(x) sqrt(h), row by row, is {off(matrices):.0f} standard errors from "
        "being standard normal"
    )


# What may come instead of (1, -2) of the visible test of euler_maruyama.
MISTAKES_OF_EULER = [
    (np.array([[first], [-2 * first]]), say)
    for first, say in [
        (4 * exp(-1), "that is the exact solution, not two steps of the scheme"),
        (2.0, "one step too few, or one of length 1/2 only"),
        (0.5, "one step too many"),
        (0.0, "the step is t / n_steps"),
        (4 / 1.5**2, "the drift is taken at the beginning of the step, not at its end"),
    ]
]

# What may come in the visible test of relative_errors.
MISTAKES_OF_NORMS = {
    "L1": [
        (7 / 6, "the norm of predicted is in the denominator?"),
        (7 / 3, "that is the mean of the absolute errors"),
    ],
    "L2": [
        (25 / 30, "the roots are missing"),
        (5.0, "that is the norm of the difference, not relative"),
    ],
    "Linf": [
        (3.0, "the largest ratio of single entries was taken"),
        (4.0, "that is not relative"),
    ],
}


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


def model(answer, call):
    """Return a Keras model, after a check that it is one."""
    assert isinstance(answer, keras.Model), (
        f"{call} returned {type(answer).__name__}, expected a keras.Model"
    )
    return answer


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


def points_for_heat(error, difference):
    """Return the points for d = 1, None for all three of them, and say why.

    There are two for the error, which from 4 % on fall with its logarithm, and one for the same
    model by the same seed.
    """
    # Two trainings with different randomness differ by 0.5 % or more.
    repeats = difference <= 1e-3
    points = round(2 * share(error), 3) + repeats
    if not repeats:
        print(
            f"{points:.2f} of 3 points: two models with the same seed differ by {difference:.2%} "
            "(relative, L2); is all randomness, of weights and of data, drawn from the seed?"
        )
    if error > 0.04:
        print(
            f"{points:.2f} of 3 points: d = 1, relative L2 error {error:.1%}; full points up to 4 %"
        )
    return None if repeats and error <= 0.04 else points


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


def mistakes_of_price(spot, strike, rate, volatility, maturity):
    """Return prices that a call may wrongly have, and why."""
    right, discount = moments(spot, strike, rate, volatility, maturity)[0], exp(-rate * maturity)
    swapped = moments(strike, spot, rate, volatility, maturity)[0]
    return [
        (right / discount, "is the discount missing?"),
        (right * discount, "was the discount taken twice?"),
        (swapped, "spot and strike in the wrong places?"),
        (right - spot + strike * discount, "that is the price of a put"),
    ]


def network(answer, call, inputs=None):
    """Return a network in float64, after a check of its form.

    Raises AssertionError, with `call` in its message, if it is no network, or if it has another
    number of inputs, or more than one output.
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
    assert inputs is None or (first, last) == (inputs, 1), (
        f"{call} has {first} inputs and {last} outputs, expected {inputs}, for t and x, and 1"
    )
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
