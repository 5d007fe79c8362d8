"""Tries every promise of the sandbox on this machine and says which ones hold."""

import dataclasses
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from graders.doctor.surroundings import Surroundings
from graders.doctor.trials import LEAVING, PRELUDE, SURVIVING, TRIALS, Trial
from graders.execute.interpreter.client import (
    Interpreter,
    InterpreterDied,
    InterpreterUnresponsive,
    OutputLimitExceeded,
)
from graders.execute.sandbox import (
    START,
    Level,
    Limits,
    SandboxFailed,
    SandboxUnavailable,
    Template,
)
from graders.execute.wire.protocol import CellOutput, Failure, Stream
from graders.names import printable

_TIMEOUT = 60  # seconds of processor time for one trial


@dataclass(frozen=True)
class Finding:
    """Whether one promise holds; what broke it, or how it was held if that is not plain."""

    promise: str
    held: bool
    detail: str = ""


@dataclass(frozen=True)
class Examination:
    """The level of isolation of this machine, and a finding for each promise."""

    level: Level
    findings: tuple[Finding, ...]

    @property
    def healthy(self) -> bool:
        """Whether student code is isolated and every promise holds."""
        return self.level is not Level.NONE and all(finding.held for finding in self.findings)


def examine(
    course: Path | None = None, *, highest: Level = Level.NAMESPACES, output: IO[str] | None = None
) -> Examination:
    """Try every promise in sandboxed processes, and print a table.

    Where nothing isolates student code nothing is tried: the trials are attacks.

    Parameters
    ----------
    course : Path, optional
        The course that student code must not see; by default the current folder.
    highest : Level
        The level to try first.
    output : file, optional
        Where the table goes; by default standard output.
    """
    try:
        examination = _examine(Path(course or Path.cwd()), highest)
    except SandboxUnavailable as error:
        finding = Finding("student code is isolated", False, str(error))
        examination = Examination(Level.NONE, (finding,))
    _print(examination, Console(file=output or sys.stdout))
    return examination


def _examine(course: Path, highest: Level) -> Examination:
    template = Template(imports=(), highest=highest)
    try:
        with Surroundings(course, template.level) as around:
            findings = [_try(template, trial, around) for trial in TRIALS]
    finally:
        template.close()
    del findings[TRIALS.index(LEAVING)]  # of the two that belong together the second one tells
    return Examination(template.level, tuple(findings))


def _try(template: Template, trial: Trial, around: Surroundings) -> Finding:
    limits = dataclasses.replace(Limits(), **trial.limits)
    facts = around.facts() | {"limits": dataclasses.asdict(limits)}
    interpreter = Interpreter(template, None, limits)
    try:
        interpreter.start(START)
        broken, detail = _run(interpreter, trial, facts)
        if trial is SURVIVING and not around.survivors():
            broken.append("the trial did not work: there was nothing to end")
    except SandboxFailed as error:
        broken, detail = [f"the trial did not work: {error}"], ""
    finally:
        interpreter.end()
    if trial is SURVIVING:
        for survivor in around.survivors():
            broken.append(f"process {survivor.pid} lived on")
            survivor.kill()
    broken += around.damage()
    return Finding(trial.promise, not broken, "; ".join(broken) or detail)


def _run(interpreter: Interpreter, trial: Trial, facts: dict) -> tuple[list[str], str]:
    """Run a trial; return what it broke, and what there is to say about how it ended."""
    known = f"import json\nfacts = json.loads({json.dumps(facts)!r})"
    printed: list[str] = []
    failures: list[Failure] = []

    def keep(sent: CellOutput) -> None:
        if isinstance(sent, Stream) and sent.name == "stdout":
            printed.append(sent.text)
        elif isinstance(sent, Failure):
            failures.append(sent)

    try:
        # The list comes in a cell of its own: what the trial printed is not taken for it.
        for cell in (known + PRELUDE + trial.code, "print(json.dumps(broken))"):
            printed.clear()
            interpreter.run(cell, _TIMEOUT, keep)
    except InterpreterDied:
        return _death(interpreter, trial)
    except (TimeoutError, InterpreterUnresponsive, OutputLimitExceeded):
        return ["no answer"], ""
    if failures:
        return [f"the trial did not work: {failures[0].ename}: {failures[0].evalue}"], ""
    return json.loads("".join(printed)), ""


def _death(interpreter: Interpreter, trial: Trial) -> tuple[list[str], str]:
    reason = interpreter.reason
    how = f"the process was ended: {'too many ' if reason == 'files' else ''}{reason or 'it died'}"
    return ([], how) if trial.may_die and reason else ([how], "")


def _print(examination: Examination, console: Console) -> None:
    table = Table("promise", "holds", "detail", title=f"isolation: {examination.level}")
    for finding in examination.findings:
        verdict = "[green]yes[/]" if finding.held else "[red]NO[/]"
        table.add_row(finding.promise, verdict, Text(printable(finding.detail)))
    console.print(table)
