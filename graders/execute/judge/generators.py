"""Moves a random generator on that a student's function has drawn from.

Runs in the judge's process. The student's process reports the state that a generator had after the
call. A forged state could make everything that the test draws later predictable, so a state is
taken only if drawing leads there: for PCG64, the default, the number of steps between two states
can be computed. Anything else moves the judge's generator on by a jump of its own, so it is
changed, but by nobody's choice. Of the children that `Generator.spawn` has made only the number is
reported; the same number is spawned here, so that the next ones are others.
"""

from typing import Any

import numpy as np

from graders.execute.wire import arguments

MAX_STEPS = 2**34
MAX_CHILDREN = 2**12  # in a call; each takes some microseconds
_MULTIPLIER = 0x2360ED051FC65DA44385DF649FCCF645
_MASK = 2**128 - 1


def carry_on(generator: Any, reported: Any) -> None:
    """Move a generator on, as the student's function did with its copy.

    Parameters
    ----------
    generator : numpy.random.Generator, numpy.random.RandomState or random.Random
    reported : anything
        What `graders.execute.wire.arguments.state_of` says of the copy, if nobody has forged it.
    """
    if not isinstance(generator, np.random.Generator):
        if arguments.state_of(generator) != reported:
            (generator.bytes if hasattr(generator, "bytes") else generator.getrandbits)(32)
        return
    state, children = reported if type(reported) is tuple and len(reported) == 2 else (None, None)
    _carry_draws_on(generator, state)
    known = arguments.children_of(generator)
    more = children - known if type(children) is int else -1
    seeds = generator.bit_generator.seed_seq
    if more != 0 and hasattr(seeds, "spawn"):
        seeds.spawn(more if 0 < more <= MAX_CHILDREN else 1)


def _carry_draws_on(generator: np.random.Generator, reported: Any) -> None:
    bits = generator.bit_generator
    current = bits.state
    if _same(current, reported):
        return
    if type(bits) is np.random.PCG64 and _reachable(current, reported):
        inner = {key: reported["state"][key] for key in ("state", "inc")}
        state: Any = {
            "bit_generator": "PCG64",
            "state": inner,
            "has_uint32": reported["has_uint32"],
            "uinteger": reported["uinteger"],
        }
        bits.state = state
    elif hasattr(bits, "jumped"):
        bits.state = bits.jumped().state
    else:
        generator.random()


def _same(current: Any, reported: Any) -> bool:
    if isinstance(current, dict):
        return (
            isinstance(reported, dict)
            and current.keys() == reported.keys()
            and all(_same(current[key], reported[key]) for key in current)
        )
    if isinstance(current, np.ndarray):
        alike = isinstance(reported, np.ndarray) and reported.dtype == current.dtype
        return alike and np.array_equal(current, reported)
    return type(reported) in (int, str) and current == reported


def _reachable(current: Any, reported: Any) -> bool:
    try:
        state, increment = reported["state"]["state"], reported["state"]["inc"]
        half, kept = reported["uinteger"], reported["has_uint32"]
    except (TypeError, KeyError, IndexError):
        return False
    return (
        all(type(value) is int for value in (state, increment, half, kept))
        and increment == current["state"]["inc"]
        and 0 <= state <= _MASK
        and 0 <= half < 2**32
        and kept in (0, 1)
        and _steps(current["state"]["state"], state, increment) <= MAX_STEPS
    )


def _steps(start: int, end: int, increment: int) -> int:
    """Return how many steps of the generator lead from one state to another.

    Brown, *Random Number Generation with Arbitrary Strides* (1994): bit by bit, from the lowest.
    """
    steps, bit, multiplier, plus = 0, 1, _MULTIPLIER, increment
    while start != end and bit <= _MASK:
        if (start ^ end) & bit:
            start = (start * multiplier + plus) & _MASK
            steps |= bit
        plus = (multiplier + 1) * plus & _MASK
        multiplier = multiplier * multiplier & _MASK
        bit <<= 1
    return steps
