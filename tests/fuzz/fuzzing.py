"""What all fuzzing tests share: how long, how often, and values to begin with."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from tests import odd_names

CORPUS = Path(__file__).parent / "corpus"
EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "15"))
# The same examples in each quick run: what is found at random is for `make fuzz`, not for whoever
# changes something else. No deadline of hypothesis's, which is by the clock.
fuzz = settings(
    max_examples=EXAMPLES,
    derandomize="FUZZ_EXAMPLES" not in os.environ,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
# Seconds of processor time that one example may take.
PATIENCE = 10.0


class HangError(BaseException):
    """It took too long; no `except Exception` takes it for something else."""


@contextmanager
def in_time(seconds: float = PATIENCE) -> Iterator[None]:
    """Raise `HangError` after so much processor time, or, if it sleeps, six times as long."""

    def give_up(number: int, frame: object) -> None:
        raise HangError(f"took more than {seconds} s")

    kinds = {signal.SIGVTALRM: signal.ITIMER_VIRTUAL, signal.SIGALRM: signal.ITIMER_REAL}
    before = {number: signal.signal(number, give_up) for number in kinds}
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    signal.setitimer(signal.ITIMER_REAL, 6 * seconds)
    try:
        yield
    finally:
        for number, kind in kinds.items():
            signal.setitimer(kind, 0)
            signal.signal(number, before[number])


def corpus(kind: str) -> list[bytes]:
    """Return what was found before, and what to begin with."""
    return [path.read_bytes() for path in sorted((CORPUS / kind).iterdir())]


# Text with what is unusual in it: halves of surrogate pairs, NUL, control characters, odd names.
TEXT = st.text(st.characters()) | st.sampled_from(list(odd_names.ALL.values()))
NUMBERS = st.integers() | st.floats() | st.sampled_from([2**63, -(2**63), 10**400, 1e308])
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=15,
)


@st.composite
def changed(draw: st.DrawFn, seeds: st.SearchStrategy[bytes]) -> bytes:
    """Draw bytes that are some good ones, or with a few changes."""
    data = bytearray(draw(seeds))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        until = min(len(data), at + draw(st.sampled_from([0, 1, 2, 4, 8, 100, 10**6])))
        other = draw(st.binary(max_size=8) | st.sampled_from([b"\xff" * 8, b"\0" * 8, b"[" * 500]))
        data[at:until] = other
    return bytes(data)
