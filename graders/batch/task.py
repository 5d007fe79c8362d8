"""One submission's execution as a message: what a worker, here or far away, is given and returns.

A worker needs this package and nothing else: no course folder, no gradebook, no shared file system.
"""

import functools
import platform
import sys
import tempfile
from dataclasses import dataclass, field
from importlib import resources
from pathlib import Path

from nbformat import NotebookNode

from graders.execute.run import execute
from graders.execute.sandbox import Template
from graders.execute.settings import Settings
from graders.files import digest
from graders.notebook.results import Result
from graders.notebook.text import from_text, to_text


@dataclass(frozen=True)
class Task:
    """One notebook of a submission to execute.

    `notebook` is the released one with hidden tests and the student's answers, `reference` the
    instructor's, empty if errors are to be carried forward; both are JSON. `files` are the released
    files by their paths below the assignment's folder, notebooks left out. `only` names the
    exercises to grade, None for all; `known` are the results of the others, by `grade_id`. After
    `at_first` seconds, if there are any, it gives way; see `graders.execute.budget.first_try`.
    """

    notebook: str
    reference: str
    files: dict[str, bytes]
    settings: Settings
    only: tuple[str, ...] | None = None
    known: dict[str, Result] = field(default_factory=dict)
    at_first: float | None = None


Tasks = dict[str, Task]  # of a submission, by the name of the notebook


def perform(tasks: Tasks, template: Template | None = None) -> dict[str, str]:
    """Execute a submission, by default with a template of this process.

    Returns
    -------
    dict of str to str
        The executed notebooks as JSON; see `graders.execute.run.execute`.
    """
    return {name: _perform(task, template) for name, task in tasks.items()}


def _perform(task: Task, template: Template | None) -> str:
    with tempfile.TemporaryDirectory(prefix="graders-files-") as folder:
        for name, content in task.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        notebook = execute(
            from_text(task.notebook),
            Path(folder),
            reference=_reference(task.reference) if task.reference else None,
            settings=task.settings,
            template=template,
            only=task.only,
            known=task.known,
            at_first=task.at_first,
        )
    return to_text(notebook)


@functools.lru_cache(maxsize=4)
def _reference(text: str) -> NotebookNode:
    """Return the instructor's notebook, which is the same for a whole class and not changed."""
    return from_text(text)


@functools.cache
def environment() -> str:
    """Return a digest of this Python, its libraries and the engine's own source."""
    # By the names of their folders: to read what is in those takes a third of a second. setuptools,
    # once imported, puts its own libraries on the path: in one process, not in another.
    path = [Path(folder) for folder in sys.path if not folder.endswith("_vendor")]
    libraries = sorted({info.name for folder in path for info in folder.glob("*.dist-info")})
    source = sorted(Path(str(resources.files("graders"))).rglob("*.py"))
    return digest(platform.python_version(), libraries, [path.read_text() for path in source])
