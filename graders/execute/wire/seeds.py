"""The random generators that belong to nobody, which a test may seed for the student's functions.

A test seeds those of its own process. So that the student's are seeded, too, as they are where both
run in one process, the seed goes along with the next request.
"""

import functools
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

MAX_SEEDS = 100
# Where they are, in libraries that may be imported.
_SEEDED = {
    "random": "seed",
    "numpy": "random.seed",
    "tensorflow": "random.set_seed",
    "keras": "utils.set_random_seed",
}


def sow(library: str, seed: int) -> None:
    """Seed the generators of a library, if it is imported here."""
    if library in _SEEDED and library in sys.modules:
        holder, name = _holder(library)
        getattr(holder, name)(seed)


@contextmanager
def noted(seeds: list[tuple[str, int]]) -> Iterator[None]:
    """Note meanwhile what is seeded, by library."""
    before = []
    for library in _SEEDED:
        if library in sys.modules:
            holder, name = _holder(library)
            before.append((holder, name, getattr(holder, name)))
            setattr(holder, name, _noting(library, getattr(holder, name), seeds))
    try:
        yield
    finally:
        for holder, name, function in before:
            setattr(holder, name, function)


def _holder(library: str) -> tuple[Any, str]:
    *path, name = _SEEDED[library].split(".")
    return functools.reduce(getattr, path, sys.modules[library]), name


def _noting(library: str, function: Callable, seeds: list[tuple[str, int]]) -> Callable:
    @functools.wraps(function)
    def seed_and_note(*args: Any, **kwargs: Any) -> Any:
        given = [*args, *kwargs.values()]
        if len(given) == 1 and isinstance(given[0], int | np.integer) and len(seeds) < MAX_SEEDS:
            seeds.append((library, int(given[0])))
        return function(*args, **kwargs)

    return seed_and_note
