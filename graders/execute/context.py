"""Where and within what limits a notebook is graded, and what that has taken."""

from dataclasses import dataclass, field
from functools import partial, reduce
from pathlib import Path

from graders.execute.budget import Budget
from graders.execute.interpreter.client import Interpreter
from graders.execute.interpreter.session import Session
from graders.execute.judge.client import PROGRAM as JUDGE
from graders.execute.judge.client import Judge
from graders.execute.sandbox import Template, Usage
from graders.execute.settings import Settings


@dataclass
class CpuTime:
    """Seconds of processor time."""

    cells: float = 0.0  # taken by the student's cells, calls by tests included
    tests: float = 0.0  # taken by the test cells themselves


@dataclass
class ExecutionContext:
    """Where and within what limits a notebook is graded.

    Attributes
    ----------
    files : Path or None
        The folder of the released files.
    budget : Budget
        When it is used up, nothing more is run.
    sessions : list of Session
        Those that were made.
    judges : list of Judge
        Likewise.
    unfinished : set of str
        The sources of the student's own cells that did not finish.
    """

    template: Template
    files: Path | None
    settings: Settings
    budget: Budget = field(init=False)
    sessions: list[Session] = field(default_factory=list)
    judges: list[Judge] = field(default_factory=list)
    unfinished: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.budget = Budget(self.settings.times.notebook, self.usage, Usage())

    def session(self, free: float = 0.0) -> Session:
        """Return a student's process, not started yet; for `free` see there."""
        limits, times = self.settings.limits, self.settings.times
        start = partial(Interpreter, self.template, self.files, limits, times.grace)
        self.sessions.append(Session(start, times, self.budget, free))
        return self.sessions[-1]

    def follow(self, session: Session) -> Session:
        """Return a process in which the cells of another one can be run again."""
        self.sessions.append(session.successor())
        return self.sessions[-1]

    def follow_without_experiments(self, session: Session) -> Session:
        """Do so without what the cells that the student has added do beside defining things."""
        self.sessions.append(session.without_experiments())
        return self.sessions[-1]

    def judge(self) -> Judge:
        """Return a judge, not started yet."""
        limits, data = self.settings.limits, self.settings.folders()
        start = partial(self.template.start, JUDGE, limits, files=self.files, data=data)
        self.judges.append(Judge(start, self.settings.times.cell))
        return self.judges[-1]

    def cpu(self) -> CpuTime:
        """Return what students' processes and judges took up to now."""
        cells = sum(session.usage().cpu for session in self.sessions)
        return CpuTime(cells, sum(judge.usage().cpu for judge in self.judges))

    def usage(self) -> Usage:
        """Return what the notebook is charged for up to now."""
        parts: list[Session | Judge] = [*self.sessions, *self.judges]
        free = (session.repeated for session in self.sessions)
        return reduce(Usage.plus, (*(part.usage() for part in parts), *free), Usage())
