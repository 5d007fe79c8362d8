"""Grades a submission on Gradescope: ``python -m graders.hosts.gradescope ROOT``.

ROOT is laid out as https://gradescope-autograders.readthedocs.io says, ``/autograder`` there:
``source/`` has what the zip file of `graders.hosts.archive` had, ``submission/`` what was handed
in, and the results go into ``results/results.json``.

Gradescope counts what has no score as nothing. So where a person has to look (something could not
be read, or grading failed), there is no such file: Gradescope says that the autograder failed,
gives no score, and shows the instructor what was printed.
"""

import json
import sys
import time
from pathlib import Path

import msgspec
from nbformat import NotebookNode
from traitlets.config import Config

from graders.api import Graded, grade
from graders.execute.preprocessor import Execute
from graders.execute.sandbox import SandboxFailed, SandboxUnavailable, Template, shared_template
from graders.files import released_files, write_whole
from graders.hosts.way import sentence
from graders.names import printable
from graders.notebook.exercises import exercises_of, grade_id, imports_of, read_notebook
from graders.notebook.hidden import split_hidden
from graders.notebook.results import State

ABOUT = "about.json"
ASSIGNMENT = "assignment"
DATA = "data"


class About(msgspec.Struct):
    """What the zip file says of the assignment.

    Attributes
    ----------
    notebook : str
        The name of the instructor's notebook in ``assignment/``.
    hidden : str
        Gradescope's visibility of tests with a hidden part.
    execute : dict
        The settings of ``c.Execute``, of which ``data`` are folders of the zip file.
    """

    notebook: str
    hidden: str = "after_published"
    execute: dict = msgspec.field(default_factory=dict)


def main() -> None:
    """Grade what was handed in; without a result the status is 1."""
    try:
        print(grade_submission(Path(sys.argv[1])))
    except (NoResult, SandboxUnavailable, SandboxFailed) as error:
        sys.exit(printable(str(error)))


class NoResult(Exception):
    """A person has to look at the submission; the message says why, for the instructor."""


def grade_submission(root: Path, template: Template | None = None) -> str:
    """Grade what was handed in and write the results.

    Parameters
    ----------
    root : Path
        ``/autograder``.
    template : optional
        As in `graders.execute.run.execute`.

    Returns
    -------
    str
        A line for the instructor.

    Raises
    ------
    NoResult
        If no score is given. Then there is no ``results.json``.
    """
    results = root / "results" / "results.json"
    results.unlink(missing_ok=True)
    source = root / "source"
    about = msgspec.json.decode((source / ABOUT).read_bytes(), type=About)
    notebook = source / ASSIGNMENT / about.notebook
    started = time.monotonic()
    instructors, files = read_notebook(notebook), source / ASSIGNMENT
    settings = Execute(config=Config(Execute=_here(about.execute, source))).settings
    if template is None:
        imports = imports_of([instructors], released_files(files))
        template = shared_template(imports=imports, allow_unsafe=settings.allow_unsafe)
    submission = root / "submission"
    graded = grade(notebook, submission, files=files, settings=settings, template=template)
    if graded.needs_attention:
        raise NoResult("\n".join(_reasons(graded)))
    found = report(graded, instructors, about.hidden, time.monotonic() - started)
    if not found["tests"]:
        raise NoResult("No score is given: nothing of this submission is graded automatically.")
    results.parent.mkdir(exist_ok=True)
    write_whole(results, json.dumps(found, indent=1).encode(), mode=0o644)
    return f"{graded.points:g} of {graded.max_points:g} points. {sentence(graded)}"


def _here(execute: dict, source: Path) -> dict:
    data = {name: str(source / folder) for name, folder in execute.get("data", {}).items()}
    return execute | {"data": data}


def _reasons(graded: Graded) -> list[str]:
    """Say for the instructor what was in the way."""
    said = ["No score is given: a person has to look at this submission.", *graded.attention]
    for name, result in graded.results.items():
        if result.state.needs_attention:
            said.append(f"{name}: {result.state}. {result.message} {result.detail}".strip())
    return [*said, *graded.notes]


def report(graded: Graded, instructors: NotebookNode, hidden: str, seconds: float) -> dict:
    """Return the content of ``results.json``.

    Parameters
    ----------
    graded : Graded
        Of which nobody has to look at anything.
    instructors : NotebookNode
    hidden : str
        Gradescope's visibility of the result of a test with a hidden part.
    seconds : float
        That grading took.
    """
    tests, by_hand = [], []
    for number, exercise in enumerate(exercises_of(instructors), 1):
        for part, cell in enumerate(exercise.graded, 1):
            result = graded.results[grade_id(cell)]
            if not result.state.scored:
                by_hand.append(f"{exercise.name} ({result.max_points:g} points)")
                continue
            aspect = grade_id(cell).partition("__")[2].replace("_", " ")
            tests.append({
                "name": f"{exercise.name}: {aspect}" if aspect else exercise.name,
                "number": f"{number}.{part}",
                "score": result.points,
                "max_score": result.max_points,
                "status": "passed" if result.state == State.PASSED else "failed",
                "output": _output(result.state, result.message, result.line),
                "visibility": hidden if split_hidden(cell.source)[1] else "visible",
            })  # fmt: skip
    said = [*graded.notes]
    if by_hand:
        said.append(f"Graded by hand, and not among the points below: {', '.join(by_hand)}.")
    return {
        "execution_time": round(seconds),
        "output": printable("\n".join([*said, sentence(graded)])),
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": tests,
        "extra_data": {"level": graded.level},
    }


def _output(state: State, message: str, line: str) -> str:
    if state == State.PASSED:
        return ""
    said = f"{state}: {message}" if message else str(state)
    return printable(f"{said}\n{line}".strip())


if __name__ == "__main__":
    main()
