"""Makes the zip file by which Gradescope grades an assignment.

It has the engine, the instructor's notebook with the released files, and two scripts:
``setup.sh`` installs, once, the versions of the libraries that the course has here;
``run_autograder`` grades one submission, see `graders.hosts.gradescope`.
"""

import io
import json
import re
import stat
import sys
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from importlib import metadata, resources
from pathlib import Path

from graders import api
from graders.course import Course, CourseError
from graders.files import released_files, write_whole
from graders.hosts.gradescope import ABOUT, ASSIGNMENT, DATA
from graders.notebook.exercises import exercises_of, read_notebook

DISTRIBUTION = "nbjudge"
SCRIPTS = ("setup.sh", "run_autograder")
_NAME = re.compile(r"[\w.-]+")


class Visibility(StrEnum):
    """When students see a result on Gradescope; `hidden` is never."""

    AFTER_PUBLISHED = "after_published"
    AFTER_DUE_DATE = "after_due_date"
    HIDDEN = "hidden"
    VISIBLE = "visible"


def make_archive(
    course: Course, assignment: str, target: Path, hidden: Visibility, libraries: Sequence[str] = ()
) -> list[str]:
    """Write the zip file.

    The instructor's own solution is graded before, in the same way.

    Parameters
    ----------
    course : Course
    assignment : str
    target : Path
        The zip file; it is replaced if it is there.
    hidden : Visibility
        Of the result of a test with a hidden part.
    libraries : sequence of str
        Modules that students may import besides those that the notebook imports.

    Returns
    -------
    list of str
        What the instructor should know.

    Raises
    ------
    CourseError
        If the assignment cannot be graded there.
    """
    course.check(assignment)
    notebook = course.notebook(assignment)
    released = released_files(course.folder("release", ".", assignment))
    if not any(exercise.tests for exercise in exercises_of(read_notebook(notebook))):
        raise CourseError(
            f"nothing in {assignment} is graded automatically: it needs no autograder"
        )
    _check_solution(course, assignment, notebook)
    execute = dict(course.config.Execute)
    # Of the data that tests read, what this assignment names.
    named = b"".join([notebook.read_bytes(), *released.values()])
    folders = {
        name: folder
        for name, folder in course.execution.settings.folders().items()
        if name.encode() in named
    }
    execute["tests"] = course.execution.settings_of(assignment).tests
    execute["data"] = {name: f"{DATA}/{name}" for name in folders}
    about = {"notebook": notebook.name, "hidden": hidden, "execute": execute}
    content: dict[str, bytes] = {
        ABOUT: json.dumps(about, indent=1).encode(),
        "requirements.txt": _requirements(
            [*course.imports(assignment), *libraries], released
        ).encode(),
        f"{ASSIGNMENT}/{notebook.name}": notebook.read_bytes(),
        **{f"{ASSIGNMENT}/{name}": file for name, file in released.items()},
        **dict(_engine()),
    }
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                content[f"{DATA}/{name}/{path.relative_to(folder)}"] = path.read_bytes()
    _write(target, content)
    return list(_notes(course, assignment))


def _notes(course: Course, assignment: str) -> Iterator[str]:
    """Say what is otherwise there than here."""
    for name, folder in course.absent_data(assignment).items():
        yield f"{name}: there is no folder {folder}. Tests will do without its data there, too."
    if course.execution.carry_errors:
        yield "c.Execute.carry_errors is passed over: a mistake costs nothing in later exercises."


def _check_solution(course: Course, assignment: str, notebook: Path) -> None:
    """Grade the instructor's solution, which has to get all points."""
    settings = course.execution.settings_of(assignment)
    template = course.template(assignment)
    release = course.folder("release", ".", assignment)
    graded = api.grade(notebook, notebook, files=release, settings=settings, template=template)
    wrong = [
        f"{name}: {result.state}. {result.message}".strip()
        for name, result in graded.results.items()
        if result.short or result.state.needs_attention
    ]
    if wrong := [*graded.attention, *wrong]:
        raise CourseError(
            "the instructor's own solution does not get all points, so nothing was written:\n  "
            + "\n  ".join(wrong)
        )


def _engine() -> Iterator[tuple[str, bytes]]:
    """Yield the files of this package, and those by which Python knows its version."""
    package = Path(str(resources.files("graders")))
    for path in sorted(package.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts:
            yield f"engine/graders/{path.relative_to(package)}", path.read_bytes()
    version = metadata.version(DISTRIBUTION)
    about = f"Metadata-Version: 2.1\nName: {DISTRIBUTION}\nVersion: {version}\n"
    yield f"engine/{DISTRIBUTION}-{version}.dist-info/METADATA", about.encode()


def _requirements(modules: Iterable[str], released: Iterable[str]) -> str:
    """Return what has to be installed: what is installed here, in the same versions."""
    lines = [one for one in metadata.requires(DISTRIBUTION) or () if "extra ==" not in one]
    names = {name[0] for line in lines if (name := _NAME.match(line))}
    distributions = metadata.packages_distributions()
    beside = {Path(name).parts[0].removesuffix(".py") for name in released}
    for module in modules:
        package = module.partition(".")[0]
        if package in beside or package in sys.stdlib_module_names:
            continue
        if package not in distributions:
            raise CourseError(f"{package} is to be imported, and is not installed here")
        names |= set(distributions[package])
    found = {re.sub(r"[-_.]+", "-", name).lower(): metadata.version(name) for name in names}
    return "".join(f"{name}=={version}\n" for name, version in sorted(found.items()))


def _write(target: Path, content: dict[str, bytes]) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in SCRIPTS:
            script = (resources.files("graders.hosts") / "templates" / name).read_text()
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            info = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            info.external_attr = (stat.S_IFREG | 0o755) << 16
            archive.writestr(info, script.replace("PYTHON-VERSION", version))
        for name, file in content.items():
            archive.writestr(name, file)
    target.parent.mkdir(parents=True, exist_ok=True)
    write_whole(target, buffer.getvalue(), mode=0o600)
