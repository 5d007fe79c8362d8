"""The squaring network of this course beside the seed's: error and number of parameters.

The seed takes the hat with three units, carries the sum with both signs, and k - 1 levels for k,
so an error of 4^-k. For an error eps on [-B, B] it takes k = ceil(2 log2(B / eps) + 1).
"""

import math
from collections.abc import Callable, Iterator

import numpy as np

from graders.notebook.exercises import exercises_of
from tests.bank.solutions import instructor_notebook

Network = list[tuple[np.ndarray, np.ndarray]]


def seed_square(k: int) -> Network:
    """Build the seed's network on [0, 1], from its description; k at least 2."""
    kinks = np.array([0.0, -0.5, -1.0, 0.0, 0.0])
    tooth = np.array([2.0, -4.0, 2.0, 0.0, 0.0])
    rest = np.array([0.0, 0.0, 0.0, 1.0, -1.0])
    network = [(np.array([[1.0, 1.0, 1.0, 1.0, -1.0]]), kinks)]
    for s in range(1, k - 1):
        less = rest - tooth / 4**s
        network.append((np.stack([tooth, tooth, tooth, less, -less], axis=1), kinks))
    return [*network, ((rest - tooth / 4 ** (k - 1))[:, None], np.zeros(1))]


def seed_levels(eps: float, bound: float) -> int:
    """Return the k that the seed takes for an error eps on [-bound, bound]."""
    return math.ceil(2 * math.log2(bound / eps) + 1)


def parameters(network: Network) -> int:
    """Return the number of entries of all matrices and biases."""
    return sum(np.size(part) for pair in network for part in pair)


def error(network: Network, bound: float = 1.0) -> float:
    """Return the largest distance to x^2 on [0, bound], dyadic midpoints included."""
    x = np.union1d(np.linspace(0, 1, 2**14 + 1), np.random.default_rng(0).random(20000))
    x = y = bound * x[:, None]
    for W, b in network[:-1]:
        y = np.maximum(y @ W + b, 0)
    W, b = network[-1]
    return float(np.max(np.abs(y @ W + b - x**2)))


def lines(
    square_network: Callable[[int], Network],
    square_on_interval: Callable[[float, float], Network],
) -> Iterator[str]:
    """Yield the lines of the comparison."""
    yield "squaring network on [0, 1]      ours: error, parameters     seed: error, parameters"
    for k in (2, 4, 6, 8, 10):
        ours, seeds = square_network(k), seed_square(k + 1)
        yield (
            f"  2^{k} pieces{'':<19}{error(ours):.2e} {parameters(ours):>11}"
            f"{'':<12}{error(seeds):.2e} {parameters(seeds):>11}"
        )
    yield "for an error eps on [-1, 1]     ours: error, parameters     seed: error, parameters"
    for eps in (1e-2, 1e-4, 1e-6):
        ours, seeds = square_on_interval(eps, 1.0), seed_square(seed_levels(eps, 1.0))
        yield (
            f"  eps = {eps:.0e}{'':<18}{error(ours):.2e} {parameters(ours):>11}"
            f"{'':<12}{error(seeds):.2e} {parameters(seeds):>11}"
        )


def run() -> None:
    """Print the comparison."""
    ours: dict = {"np": np}
    for exercise in exercises_of(instructor_notebook("relu_approximation")):
        if exercise.name in ("compose", "square_network", "square_on_interval"):
            exec(exercise.solution.source, ours)
    for line in lines(ours["square_network"], ours["square_on_interval"]):
        print(line)
