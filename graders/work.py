"""One submission's execution as a message: what a worker, here or far away, is given and returns.

A worker needs this package and nothing else: no course folder, no gradebook, no shared file system.
"""

import dataclasses
import functools
import hashlib
import json
import platform
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from nbformat import NotebookNode

from graders import structure
from graders.grading import Result
from graders.kernels import Limits, Template
from graders.kernels import template as process_template
from graders.run import run
from graders.session import Times
from graders.states import State


@dataclass(frozen=True)
class Setting:
    """What is the same for all submissions of an assignment.

    Attributes
    ----------
    files : dict of str to bytes
        The released files by their paths below the assignment's folder, notebooks left out.
    data : dict of str to str
        Folders that tests alone may read, on the worker, by environment variable.
    times : graders.session.Times
    limits : graders.kernels.Limits
    allow_unsafe : bool
    """

    files: dict[str, bytes] = field(default_factory=dict)
    data: dict[str, str] = field(default_factory=dict)
    times: Times = field(default_factory=Times)
    limits: Limits = field(default_factory=Limits)
    allow_unsafe: bool = False

    @functools.cached_property
    def digest(self) -> str:
        """A digest of all of it, the contents of the data folders by name, size and time."""
        data = {}
        for name, folder in self.data.items():
            entries = sorted(Path(folder).expanduser().glob("*"))
            data[name] = [(e.name, e.stat().st_size, e.stat().st_mtime_ns) for e in entries]
        files = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        rest = [dataclasses.asdict(self.times), dataclasses.asdict(self.limits)]
        return digest(files, data, rest)


@dataclass(frozen=True)
class Work:
    """One submission to execute.

    Attributes
    ----------
    notebook : str
        The released notebook with hidden tests and the student's answers, as JSON.
    reference : str
        The instructor's notebook as JSON, empty if errors are to be carried forward.
    setting : Setting
    only : tuple of str or None
        The exercises to grade, None for all.
    known : dict of str to dict
        The results of the others, by `grade_id`.
    """

    notebook: str
    reference: str
    setting: Setting
    only: tuple[str, ...] | None = None
    known: dict[str, dict] = field(default_factory=dict)


@dataclass(frozen=True)
class Done:
    """What came of it.

    Attributes
    ----------
    notebook : str
        The executed notebook as JSON; see `graders.run.run`.
    environment : str
        A digest of the worker's libraries and of this engine.
    """

    notebook: str
    environment: str


def perform(work: Work, template: Template | None = None) -> Done:
    """Execute a submission.

    Parameters
    ----------
    work : Work
    template : graders.kernels.Template, optional
        By default one of this process.

    Returns
    -------
    Done
    """
    template = template or process_template(allow_unsafe=work.setting.allow_unsafe)
    data = {name: Path(folder).expanduser() for name, folder in work.setting.data.items()}
    known = {name: Result(**{**r, "state": State(r["state"])}) for name, r in work.known.items()}
    with tempfile.TemporaryDirectory(prefix="graders-files-") as folder:
        for name, content in work.setting.files.items():
            path = Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        notebook = run(
            parse(work.notebook),
            Path(folder),
            reference=_reference(work.reference) if work.reference else None,
            data={name: path for name, path in data.items() if path.is_dir()},
            times=work.setting.times,
            limits=work.setting.limits,
            template=template,
            only=work.only,
            known=known,
        )
    return Done(json.dumps(notebook), environment())


@functools.lru_cache(maxsize=4)
def _reference(text: str) -> NotebookNode:
    """Return the instructor's notebook, which is the same for a whole class and not changed."""
    return parse(text)


def parse(text: str) -> NotebookNode:
    """Return a notebook that was written by `json.dumps`."""
    return json.loads(text, object_hook=NotebookNode)


def released_files(folder: Path) -> dict[str, bytes]:
    """Return the files of an assignment's folder that kernels and judges find, by their paths."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        hidden = any(part.startswith((".", "__pycache__")) for part in name.parts)
        if path.is_file() and not path.is_symlink() and not hidden and path.suffix != ".ipynb":
            found[str(name)] = path.read_bytes()
    return found


def results_of(notebook: NotebookNode) -> dict[str, dict]:
    """Return the results in an executed notebook, by `grade_id`."""
    names = {field.name for field in dataclasses.fields(Result)}
    found = {}
    for cell in notebook.cells:
        result = cell.metadata.get("graders", {})
        if "state" in result:
            found[structure.grade_id(cell)] = {n: v for n, v in result.items() if n in names}
    return found


@functools.cache
def environment() -> str:
    """Return a digest of this Python, its libraries and the engine's own source."""
    # By the names of their folders: to read what is in those takes a third of a second. setuptools,
    # once imported, puts libraries of its own on the path: in one process, not in another.
    path = [Path(folder) for folder in sys.path if not folder.endswith("_vendor")]
    libraries = sorted({info.name for folder in path for info in folder.glob("*.dist-info")})
    source = sorted(Path(__file__).parent.rglob("*.py"))
    return digest(platform.python_version(), libraries, [path.read_text() for path in source])


def digest(*parts: object) -> str:
    """Return a digest of plain values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
