"""What a graded submission has left behind: points, secrets, files, processes, live pages."""

import os
import re
import shutil
import signal
import site
import tempfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook, MissingEntry

from .aim import MISSED
from .assignment import NAME, POINTS
from .scratch import ACCOMPLICE, ATTACKER, EARLIER, INNOCENT

# Characters, and bytes of what one submission may leave behind in the course.
LONGEST_MESSAGE = 10_000
LARGEST_FOLDER = 64 * 2**20
# Errors that no attack ends with on purpose.
MISTAKES = ("SyntaxError", "NameError", "AttributeError", "ImportError", "ModuleNotFoundError")
OUTSIDE = ("/tmp", "/var/tmp", "/dev/shm", "/etc", "/usr/local")


def hand_in(submit: Callable, notebook: NotebookNode, folder: Path, day: int) -> None:
    """Write a submission with a time of receipt, in place of an earlier one."""
    shutil.rmtree(folder, ignore_errors=True)
    submit(notebook, folder)
    (folder / "timestamp.txt").write_text(f"2026-01-0{day} 00:00:00 UTC")


def give(folder: Path, uid: int | None) -> None:
    """Make a folder and all in it another user's, links themselves and not what they point to."""
    if uid is None:
        return
    for base, folders, files in os.walk(folder):
        for name in (".", *folders, *files):
            os.chown(os.path.join(base, name), uid, uid, follow_symlinks=False)


def items(course: Path, student: str) -> dict[str, dict]:
    """Return points, state and message of a student's items; empty if there is no grade."""
    found: dict[str, dict] = {}
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attacks") as book:
        try:
            grades = book.find_submission_notebook(NAME, NAME, student).grades
        except MissingEntry:
            return {}
        for grade in grades:
            points = grade.auto_score if grade.manual_score is None else grade.manual_score
            extra = grade.extra_credit or 0.0
            points = points if points is None else points + extra
            found[grade.name] = {"points": points, "state": None, "message": ""}
    path = course / "autograded" / student / NAME / f"{NAME}.ipynb"
    if not path.is_file() and all(item["points"] is None for item in found.values()):
        return {}
    if path.is_file():
        for cell in nbformat.read(str(path), as_version=4).cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id")
            verdict = cell.metadata.get("graders", {})
            if name in found and isinstance(verdict, dict):
                found[name]["state"] = verdict.get("state")
                found[name]["message"] = verdict.get("message") or ""
    return found


def altered_points(course: Path) -> list[str]:
    """Return the items that are worth another number of points than before."""
    with Gradebook(f"sqlite:///{course}/gradebook.db", "attacks") as book:
        cells = book.find_notebook(NAME, NAME).grade_cells
        return [
            f"{cell.name} is worth {cell.max_score} in the gradebook"
            for cell in cells
            if cell.max_score != POINTS[cell.name]
        ]


def _outputs(course: Path, student: str) -> list[NotebookNode]:
    """Return what cells have put out, tracebacks of test cells excepted: they show the test."""
    path = course / "autograded" / student / NAME / f"{NAME}.ipynb"
    if not path.is_file():
        return []
    found = []
    for cell in nbformat.read(str(path), as_version=4).cells:
        test = cell.metadata.get("nbgrader", {}).get("grade")
        outputs = cell.get("outputs", ())
        found += [one for one in outputs if not (test and one.output_type == "error")]
    return found


def _printed(course: Path, student: str) -> str:
    return "\n".join(map(str, _outputs(course, student)))


def _page(course: Path, student: str) -> str:
    folder = course / "feedback" / student
    return "\n".join(path.read_text() for path in sorted(folder.rglob("*.html")))


def shown(course: Path, student: str, pattern: str, found: dict[str, dict]) -> list[str]:
    """Return whether outputs or messages show what nothing may show."""
    texts = [_printed(course, student), *(item["message"] for item in found.values())]
    match = re.search(pattern, "\n".join(texts))
    return [f"hidden inputs: {match[0]!r} is shown to {student}"] if match else []


def level(course: Path) -> str | None:
    """Return the level of isolation at which the last student was graded, if there is a grade."""
    path = course / "autograded" / INNOCENT / NAME / f"{NAME}.ipynb"
    if not path.is_file():
        return None
    notebook = nbformat.read(str(path), as_version=4)
    return notebook.metadata.get("graders", {}).get("level")


def aimless(course: Path) -> list[str]:
    """Return what an attack meant to take hold of and did not find, and the mistakes in it."""
    missed = set(re.findall(f"{MISSED}[\\w.:]+", _printed(course, ATTACKER)))
    errors = [one for one in _outputs(course, ATTACKER) if one.output_type == "error"]
    mistakes = [f"{one.ename}: {one.evalue}" for one in errors if one.ename in MISTAKES]
    return [*sorted(missed), *(f"a mistake in the attack: {mistake}" for mistake in mistakes)]


def leaks(course: Path, before: Path, canary: dict[str, str]) -> list[str]:
    """Return the secrets that student code printed or that a feedback page shows.

    A secret that the page of an honest student shows as well counts only where it was printed:
    nbgrader's own pages show the hidden tests to everybody.
    """
    honest = _page(before, EARLIER)
    found = []
    for student in (ATTACKER, ACCOMPLICE, INNOCENT):
        printed, page = _printed(course, student), _page(course, student)
        for name, value in canary.items():
            if name == "submission" and student == INNOCENT:
                continue
            if value in printed:
                found.append(f"{name}: printed by {student}")
            shown_anyway = value in honest and name != "submission"
            if value in page and not shown_anyway and value not in printed:
                found.append(f"{name}: on the feedback page of {student}")
            if name != "submission" and value.encode() in _given_back(course, student):
                found.append(f"{name}: in a file beside the feedback page of {student}")
    return found


def _given_back(course: Path, student: str) -> bytes:
    """Return what is in the files that come along with a feedback page."""
    files = sorted(path for path in (course / "feedback" / student).rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in files if path.suffix != ".html")


class _Live(HTMLParser):
    """Collects what a browser would act on rather than show, where it carries a mark."""

    def __init__(self, token: str):
        super().__init__()
        self.token, self.inside, self.found = token, "", []

    def handle_starttag(self, tag, attributes):
        self.inside = tag if tag in ("script", "style") else ""
        harmless = {"id", "title", "alt", "name"}
        for name, value in attributes:
            if self.token in (value or "") + name and name not in harmless:
                self.found.append(f"<{tag} {name}>")

    def handle_endtag(self, tag):
        self.inside = ""

    def handle_data(self, data):
        if self.inside and self.token in data:
            self.found.append(f"<{self.inside}>")


def live_pages(course: Path, token: str) -> list[str]:
    """Return what is alive on the feedback pages: scripts, styles, handlers, terminal escapes."""
    found = []
    for path in sorted((course / "feedback").rglob("*.html")):
        text = path.read_text()
        parser = _Live(token)
        parser.feed(text)
        if "\x1b" in text:
            parser.found.append("a terminal escape")
        student = path.relative_to(course / "feedback").parts[0]
        found += [f"page of {student}: {what}" for what in dict.fromkeys(parser.found)]
    return found


def terminal_escapes(text: bytes, token: str) -> list[str]:
    """Return whether a terminal escape of the attacker's got into the grader's messages."""
    found = b"\x1b]0;" + token.encode() in text
    return ["log: a terminal escape"] if found else []


def too_large(course: Path, found: dict[str, dict]) -> list[str]:
    """Return what is kept of a submission and larger than anybody can want it to be."""
    large = [
        f"{name}: a message of {len(item['message'])} characters"
        for name, item in found.items()
        if len(item["message"]) > LONGEST_MESSAGE
    ]
    for part in ("autograded", "feedback"):
        # Files beside the notebook are nbgrader's copies of what was handed in, which is bounded.
        made = [
            *(course / part / ATTACKER).rglob("*.ipynb"),
            *(course / part / ATTACKER).rglob("*.html"),
        ]
        size = sum(path.stat().st_size for path in made if path.is_file())
        if size > LARGEST_FOLDER:
            large.append(f"{part}/{ATTACKER} holds {size / 1e6:.0f} MB")
    return large


def files(course: Path, token: str) -> list[str]:
    """Return the files with the mark outside the attacker's own folders, and remove them."""
    own = {"m_attack", "n_accomplice", "submitted"}
    found = [
        path for path in course.rglob(f"*{token}*") if not own & set(path.relative_to(course).parts)
    ]
    home = Path(tempfile.gettempdir())
    places = [Path(place) for place in OUTSIDE] + [Path(place) for place in site.getsitepackages()]
    places += [Path.home(), course.parent, Path(course.anchor)]
    for place in places:
        found += place.glob(f"*{token}*")
    for base in home.glob("home-*"):
        found += base.rglob(f"*{token}*")
    found = list(dict.fromkeys(found))
    for path in found:
        path.unlink(missing_ok=True)
    return [f"file: {path}" for path in found[:5]]


def processes(token: str) -> list[str]:
    """Return the processes whose command line carries the mark, and end them."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if token.encode() in (folder / "cmdline").read_bytes():
                os.kill(int(folder.name), signal.SIGKILL)
                found.append("process: it survived its sandbox")
        except OSError:
            continue
    return found


def end_processes_of(uid: int) -> None:
    """End all processes of a user that exists for the measurement alone."""
    for _ in range(3):
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if folder.stat().st_uid == uid:
                    os.kill(int(folder.name), signal.SIGKILL)
            except OSError:
                continue
