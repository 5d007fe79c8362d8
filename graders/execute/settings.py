"""How submissions are executed: limits and data, the same for a whole assignment."""

from dataclasses import dataclass, field
from pathlib import Path

from graders.execute.sandbox import START, Limits
from graders.notebook.exercises import OUTSIDE


@dataclass(frozen=True)
class Times:
    """Time limits, in seconds of processor time; see `graders.execute.budget`.

    Attributes
    ----------
    cell : float
        For one cell, of the student's or a test with the calls that it makes.
    call : float
        For one call of a student's function by a test.
    grace : float
        For an interrupted process to come back before it is ended.
    start : float
        For a process to start, by the clock: only our own code runs then.
    notebook : float
        For everything together; what is left then is not run.
    own : float
        For the student's own cells together, their experiments; those that are left are not run.
    """

    cell: float = 60.0
    call: float = 30.0
    grace: float = 1.0
    start: float = START
    notebook: float = 1800.0
    own: float = 300.0


@dataclass(frozen=True)
class Settings:
    """How a submission is executed.

    Attributes
    ----------
    data : dict of str to Path
        Folders that tests alone may read, by the environment variable that tells a test where. One
        that does not exist is left out.
    times : Times
    limits : graders.execute.sandbox.Limits
    allow_unsafe : bool
        Whether to run student code where no sandbox can be made.
    tests : {"outside", "inside"}
        Where tests run if the notebook does not say; see `graders.notebook.exercises`.
    """

    data: dict[str, Path] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    limits: Limits = field(default_factory=Limits)
    allow_unsafe: bool = False
    tests: str = OUTSIDE

    def folders(self) -> dict[str, Path]:
        """Return the folders of `data` that exist here."""
        folders = {name: Path(folder).expanduser() for name, folder in self.data.items()}
        return {name: folder for name, folder in folders.items() if folder.is_dir()}
