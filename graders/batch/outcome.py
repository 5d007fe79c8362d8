"""The outcome of one submission of a class, for whoever grades it."""

from dataclasses import dataclass, field

from graders.notebook.results import State

UNCHANGED = "unchanged"


@dataclass
class Outcome:
    """The outcome of one submission.

    By ``grade_id`` the states, none if it could not be graded, then the `error` says why; the
    points, without what a person gave; and the points before and after where earlier ones changed.
    The notes are what an instructor should know: files set aside, an unreadable notebook; those
    because of which somebody has to look at the submission are in `attention`, too. The plan
    is the work that was needed, and why: "new", "changed", "unchanged", … The seconds that
    execution took, and of processor time, are as in `graders.notebook.results.RunInfo`. If a
    resubmission has `fewer` automatic points, there are those before and those now. One that
    `gave_way` took longer than its first try: it was not graded, and nothing is wrong.
    """

    student: str
    states: dict[str, State] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    attention: list[str] = field(default_factory=list)
    error: str = ""
    plan: str = ""
    points: dict[str, float | None] = field(default_factory=dict)
    changes: dict[str, tuple[float, float]] = field(default_factory=dict)
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    assignment: str = ""
    fewer: tuple[float, float] | None = None
    gave_way: bool = False

    @property
    def grader_errors(self) -> list[str]:
        """The tests in which the grader, not the student, failed."""
        return [name for name, state in self.states.items() if state == State.GRADER_ERROR]

    @property
    def newer_python(self) -> list[str]:
        """The tests of what a newer Python than the grader's would run."""
        return [name for name, state in self.states.items() if state == State.NEWER_PYTHON]

    @property
    def needs_attention(self) -> bool:
        """Whether a person has to look: the grader failed, or could not read or run something."""
        return bool(self.error or self.reason)

    @property
    def reason(self) -> str:
        """Why a person has to look at what was graded, empty if nobody has to."""
        reasons = list(self.attention)
        if errors := ", ".join(self.grader_errors):
            reasons.append(f"grader error in {errors}; the reason is in the graded notebook")
        if newer := ", ".join(self.newer_python):
            reasons.append(f"a newer Python is needed for {newer}: grade it by hand")
        return " ".join(reasons)
