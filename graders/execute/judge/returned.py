"""Remembers what the student's functions returned to a test, to be told when the test fails.

Runs in the judge's process.
"""

import ast
from types import FrameType
from typing import Any

import numpy as np

from graders.execute.judge.proxies import Proxy

NUMERIC = "biufc"
# Numbers from here on are not ordinary: what is computed of them may be no number.
HUGE = 1e100
# The parts of a list that are looked at; of a longer one nobody knows.
MAX_PARTS = 10_000
# What may be points, or is so often by an author's mistake.
_POINTS = bool, np.bool, str
_PLAIN = bool, int, float, complex, str, bytes, np.generic


class ReturnedValues:
    """What the calls of one test cell returned.

    Attributes
    ----------
    unusual : str
        Words for what the first call returned that returned nothing plain.
    types : set of type
        Those of all answers, truth values and texts left out.
    strange : bool
        Whether there were numbers among them that are none, infinite or huge.
    """

    def __init__(self) -> None:
        self.unusual = ""
        self.types: set[type] = set()
        self.strange = False
        self._passed_over: set[tuple[int | None, ...]] = set()
        # The last value of each function, the latest at the end.
        self._values: dict[str, tuple[Any, str]] = {}

    def read(self, tree: ast.AST) -> None:
        """Find the calls whose values the test passes over: such a function may return None."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Expr):
                value = node.value
                place = value.lineno, value.end_lineno, value.col_offset, value.end_col_offset
                self._passed_over.add(place)

    def note(self, name: str, value: Any, words: str, frame: FrameType) -> None:
        """Remember what the call in a frame of the test returned.

        Parameters
        ----------
        words : str
            As in `graders.execute.wire.protocol.CallReport.returned`.
        """
        self.unusual = self.unusual or words
        places = list(frame.f_code.co_positions())
        if places[frame.f_lasti // 2] not in self._passed_over:
            self._values.pop(name, None)
            self._values[name] = value, words

    def look(self, value: Any) -> None:
        """Take note of what a question brought: it may be why a test comes to no points."""
        if not isinstance(value, _POINTS):
            self.types.add(type(value))
        self.strange = self.strange or _is_strange(value)

    def suspect(self, said: str = "") -> str:
        """Name the latest value that hardly any check can use; nothing if there is none.

        So is a list where the test has `said` that an array was expected.
        """
        for name, (value, words) in reversed(self._values.items()):
            if value is None:
                return f"`{name}(…)` returned None; did you print instead of returning?"
            if words and (not _usable(value) or " array" in said):
                return f"`{name}(…)` returned {words}"
        return ""

    def not_checked(self, why: str) -> str:
        """Say what came, and why the test could not go on with it."""
        suspect = self.suspect()
        if suspect.endswith("?"):
            return suspect
        if suspect:
            return f"{suspect}, with which this check could not be done: {why}"
        message = f"the result could not be checked: {why}"
        for name, (value, words) in reversed(self._values.items()):
            return f"{message}\n`{name}(…)` returned {words or _plain_words(value)}"
        return message


def _is_strange(value: Any) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list | tuple | set):
        return len(value) > MAX_PARTS or any(map(_is_strange, value))
    if isinstance(value, complex):
        return _is_strange([value.real, value.imag])
    if isinstance(value, int | float):
        return not abs(value) < HUGE
    if isinstance(value, np.ndarray | np.number):
        with np.errstate(all="ignore"):
            return value.dtype.kind in NUMERIC and not (np.abs(value) < HUGE).all()
    return isinstance(value, Proxy)


def _usable(value: Any) -> bool:
    if isinstance(value, list | tuple | set):
        return all(map(_usable, value))
    if isinstance(value, dict):
        return all(map(_usable, value.values()))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in NUMERIC
    return value is None or isinstance(value, _PLAIN)


def _plain_words(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    if isinstance(value, list | tuple | dict | set):
        return f"a {type(value).__name__} of {len(value)}"
    if isinstance(value, str):
        return "text"
    if isinstance(value, bool | np.bool):
        return str(value)
    if isinstance(value, complex | np.complexfloating):
        return "a complex number"
    if isinstance(value, int | float | np.number):
        return "a number"
    return f"a `{type(value).__name__}`"
