"""What must come out of a submission: points and state of every graded item.

A file of the bank writes ``EXPECTED = outcome(rest="failed", mean_square="passed")``: a state for
each exercise, or for one item by its ``grade_id``.
"""

from dataclasses import dataclass

from .assignment import EXERCISES, POINTS, WRITTEN

# The states that an item can be in; only these two bring points, one of them a stated number.
STATES = (
    "passed",
    "partial",
    "failed",
    "timed out",
    "killed (memory)",
    "missing",
    "not answered",
    "to be graded by hand",
    "could not be read",
    "grader error",
)


@dataclass(frozen=True)
class Item:
    """The expected outcome of one graded item.

    Attributes
    ----------
    points : float or None
        None where only a person can give points.
    state : str
        One of `STATES`.
    """

    points: float | None
    state: str


def _item(name: str, given: str | float) -> Item:
    if not isinstance(given, str):
        return Item(float(given), "partial")
    if given not in STATES:
        raise ValueError(f"no such state: {given}")
    if given in ("to be graded by hand", "could not be read", "grader error"):
        return Item(None, given)
    return Item(POINTS[name] if given == "passed" else 0.0, given)


def outcome(rest: str = "passed", **states: str | float) -> dict[str, Item]:
    """Return the expected outcome of a submission by item.

    Parameters
    ----------
    rest : str
        The state of every exercise that is not named.
    **states : str or float
        The state of an exercise or of an item; a number stands for partial credit. The written
        answer is not answered unless it is named.
    """
    unknown = set(states) - set(EXERCISES) - set(POINTS)
    if unknown:
        raise ValueError(f"neither exercise nor item: {sorted(unknown)}")
    found = {}
    for name in POINTS:
        exercise = name.removeprefix("test_").split("__")[0]
        default = "not answered" if name == WRITTEN else rest
        found[name] = _item(name, states.get(name, states.get(exercise, default)))
    return found
