"""The cells that a student has added, experiments mostly: they have a budget of their own.

So the exercises after them are graded, however long the experiments take.
"""

import re
import time
from collections.abc import Collection
from dataclasses import replace

from nbformat import NotebookNode

from graders.execute.budget import ASLEEP
from graders.execute.interpreter.session import Session
from graders.execute.settings import Times
from graders.notebook.answers import is_students
from graders.notebook.code import bound, defined
from graders.notebook.exercises import grade_id
from graders.notebook.outputs import output
from graders.notebook.results import Result, State

_UNDEFINED = re.compile(r"(?:name '|`)(\w+)(?:'|`) is not defined")


class OwnCells:
    """The student's own cells in one run through a notebook.

    Parameters
    ----------
    times : Times
    answers : collection of str
        The names of the exercises; a cell that defines one is an answer, wherever it stands.
    unfinished : set of str
        The sources of those that did not finish in an earlier run through the same notebook: they
        are not tried again. Those that do not finish in this one are added.
    """

    def __init__(self, times: Times, answers: Collection[str], unfinished: set[str]):
        self._times = times
        self._answers = set(answers)
        self._left = times.own
        self._unfinished = unfinished
        self._known = frozenset(unfinished)
        self._lost: dict[str, str] = {}  # names that may not be defined, and why not

    def include(self, cell: NotebookNode) -> bool:
        """Whether a code cell is one of them."""
        own = is_students(cell) and not grade_id(cell)
        return own and not self._answers & defined(cell.source)

    def run(self, cell: NotebookNode, session: Session) -> None:
        """Run one of them, if there is time left; what stopped it is added to its outputs."""
        if cell.source in self._known:
            return
        why = self._try(cell, session)
        if why is not None:
            self._unfinished.add(cell.source)
            self._lost |= dict.fromkeys(bound(cell.source), why)

    def explain(self, result: Result) -> Result:
        """Return a result that says so if a name is missing that one of them would have defined."""
        found = (match[1] for match in _UNDEFINED.finditer(result.message))
        name = next((name for name in found if name in self._lost), None)
        if name is None or not result.short:
            return result
        said = f"{result.message}: `{name}` is from a cell of yours that {self._lost[name]}"
        return replace(result, state=State.TIMED_OUT, message=said)

    def _try(self, cell: NotebookNode, session: Session) -> str | None:
        """Run a cell; return what became of it if it did not come to its end."""
        if self._left <= 0:
            why = f"was not run: your own cells used up their {self._times.own:g} s"
            cell.outputs = [output("stream", name="stderr", text=f"This cell {why}.")]
            return why
        before, began = session.charged(), time.monotonic()
        interruption = session.run(cell, limit=min(self._times.cell, self._left))
        used = session.charged().minus(before)
        passed = time.monotonic() - began - used.waited
        self._left -= max(used.cpu, passed / ASLEEP)
        return None if interruption is None else interruption.message
