"""The states that a graded item can be in."""

from enum import StrEnum


class State(StrEnum):
    """What became of one graded item in *this* submission."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    KILLED = "killed (memory)"
    MISSING = "missing"
    NOT_ANSWERED = "not answered"
    BY_HAND = "to be graded by hand"
    GRADER_ERROR = "grader error"

    @property
    def scored(self) -> bool:
        """Whether the machine could give points; if not, a person has to."""
        return self not in (State.BY_HAND, State.GRADER_ERROR)
