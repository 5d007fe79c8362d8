"""The results of the graded cells of a notebook, and how its metadata `graders` keeps them.

That metadata is read and written in this module alone; only what an author may write there
(`uses`) is read where the exercises are.
"""

from dataclasses import asdict, dataclass, field
from enum import StrEnum

from nbformat import NotebookNode

from graders.notebook.exercises import grade_id
from graders.notebook.outputs import plain_text

TEXTS = "message", "line", "detail", "returned"
GRADING_FAILED = "grading failed here, not your code; an instructor will look at it"


class State(StrEnum):
    """The state of one graded item in *this* submission."""

    PASSED = "passed"
    PARTIAL = "partial"
    FAILED = "failed"
    TIMED_OUT = "timed out"
    KILLED = "killed (memory)"
    MISSING = "missing"
    NOT_ANSWERED = "not answered"
    BY_HAND = "to be graded by hand"
    NEWER_PYTHON = "needs a newer Python"  # than the one that grades
    UNREADABLE = "could not be read"
    GRADER_ERROR = "grader error"

    @property
    def needs_attention(self) -> bool:
        """Whether the submission has to be looked at, beyond the reading of written answers."""
        return self in (State.NEWER_PYTHON, State.GRADER_ERROR)

    @property
    def scored(self) -> bool:
        """Whether the machine could give points; if not, a person has to."""
        return self not in (State.BY_HAND, State.UNREADABLE, State.NEWER_PYTHON, State.GRADER_ERROR)


@dataclass(frozen=True)
class Interruption:
    """Why a cell or a call did not come to its end.

    The message is a sentence without its subject: "did not finish within 60 s of processor time".
    """

    state: State
    message: str

    @property
    def points(self) -> float | None:
        """The points for it: none, or none yet where a person has to give them."""
        return 0.0 if self.state.scored else None


@dataclass(frozen=True)
class Result:
    """The result of one graded cell; its points are None where a person has to give them.

    The `message` is for the student, with the `line` of the test that failed: its visible
    statement. The `detail` of a grader error is for the instructor. `returned` says in words what
    the student's function returned that is nothing plain ("a NumPy matrix of shape (4, 3)"): it may
    be right, and yet spoil an exercise that builds on it.
    """

    state: State
    points: float | None
    max_points: float
    message: str = ""
    line: str = ""
    detail: str = ""
    returned: str = ""

    @property
    def short(self) -> bool:
        """Whether points are missing, for whatever reason."""
        if self.state == State.NEWER_PYTHON:
            return True
        return self.points is not None and self.points < self.max_points

    def to_metadata(self) -> dict:
        """Return the result as plain values, its texts without control characters."""
        texts = {name: plain_text(getattr(self, name)) for name in TEXTS}
        return asdict(self) | texts | {"state": str(self.state)}

    @classmethod
    def from_metadata(cls, values: dict) -> "Result":
        """Return the result that `to_metadata` was given; what else is there is passed over."""
        known = {name: value for name, value in values.items() if name in cls.__annotations__}
        return cls(**(known | {"state": State(known["state"])}))


@dataclass
class RunInfo:
    """Facts about the grading of a whole notebook.

    Where tests run, how student code was isolated, the version that graded, the seconds that it
    took, those of
    processor time (``cells``, the student's, calls by tests included, and ``tests``), notes on
    the submission, such as which of two notebooks was graded, and what a person must look at, such
    as that it could not be read.
    """

    tests: str = ""
    level: str = ""
    engine: str = ""
    seconds: float = 0.0
    cpu: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    attention: list[str] = field(default_factory=list)


def run_info(notebook: NotebookNode) -> RunInfo:
    """Return what the metadata of a notebook says of its grading."""
    known = RunInfo.__dataclass_fields__
    found = notebook.metadata.get("graders", {})
    return RunInfo(**{name: value for name, value in found.items() if name in known})


def write_run_info(notebook: NotebookNode, info: RunInfo) -> None:
    """Write it into the metadata of a notebook."""
    notebook.metadata["graders"] = NotebookNode(asdict(info))


# How a solution cell came in.
CHANGED, UNCHANGED, ABSENT, UNREADABLE = "changed", "unchanged", "missing", "unreadable"


def _about(cell: NotebookNode) -> dict:
    return cell.metadata.get("graders", {})


def submitted(cell: NotebookNode) -> str:
    """Say how a solution cell came in; one that intake never saw counts as answered."""
    return _about(cell).get("submitted", CHANGED)


def set_submitted(cell: NotebookNode, how: str) -> None:
    """Note how a solution cell came in."""
    cell.metadata["graders"] = NotebookNode(_about(cell), submitted=how)


def result_of(cell: NotebookNode) -> Result | None:
    """Return the result of a graded cell, None if it has none."""
    return Result.from_metadata(_about(cell)) if "state" in _about(cell) else None


def results_of(notebook: NotebookNode) -> dict[str, Result]:
    """Return the results in an executed notebook, by `grade_id`."""
    found = ((grade_id(cell), result_of(cell)) for cell in notebook.cells)
    return {name: result for name, result in found if result is not None}


def write_result(cell: NotebookNode, result: Result) -> None:
    """Write a result into the metadata of a graded cell."""
    cell.metadata["graders"] = NotebookNode(_about(cell), **result.to_metadata())


def error_of(cell: NotebookNode) -> NotebookNode | None:
    """Return the exception that a cell ended with."""
    outputs = cell.get("outputs", ())
    return next((out for out in outputs if out.output_type == "error"), None)
