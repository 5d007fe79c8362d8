"""Student versions that open in Google Colab: they fetch their files, and a page has the links.

Colab opens a notebook of a repository on GitHub, without what lies beside it. So with
``c.Course.url`` a release begins with a cell that fetches its files where they are not there. It is
no part of what is graded, and is not run then.
"""

import re
from fnmatch import fnmatch
from pathlib import Path
from urllib.parse import quote

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Unicode, validate
from traitlets.config import Configurable

from graders.course import Course as CourseFolder
from graders.course import CourseError
from graders.files import released_files, write_whole
from graders.notebook.exercises import DEMONSTRATION, grade_id, read_notebook

CELL = "fetch_files"
PAGE = "README.md"
BADGE = "https://colab.research.google.com/assets/colab-badge.svg"
_GITHUB = re.compile(r"https://github\.com/([\w.-]+/[\w.-]+?)(?:/tree/([\w.-]+)(/[^?#]*?)?)?")
_SOURCE = """\
# Where the files of this assignment are not beside it, as in Colab, this fetches them.
import urllib.request
from pathlib import Path

for file in {files}:
    if not Path(file).exists():
        address = {address!r} + urllib.request.pathname2url(file)
        with urllib.request.urlopen(address, timeout=60) as answer:
            content = answer.read()
        Path(file).parent.mkdir(parents=True, exist_ok=True)
        Path(file).write_bytes(content)"""


class Course(Configurable):
    """Where the course is for everybody to read."""

    url = Unicode(
        "",
        help="Where students' versions are published: the folder that has those of the "
        "assignments, such as https://github.com/OWNER/REPOSITORY/tree/main/release, or that of "
        "another server. With it they open in Google Colab, by a first cell that fetches the files "
        "beside the notebook, and by `graders colab`.",
    ).tag(config=True)

    @validate("url")
    def _check(self, proposal: dict) -> str:
        url = str(proposal["value"]).rstrip("/")
        if url and not re.fullmatch(r"https?://[^\s'\"\\<>()]+", url):
            raise CourseError(f"c.Course.url is {url!r}, and no address of the web")
        return url

    def _github(self) -> tuple[str, str, str] | None:
        """Return repository, branch and folder if the course is published on GitHub."""
        found = _GITHUB.fullmatch(self.url)
        return found and (found[1], found[2] or "main", found[3] or "")

    def address(self, assignment: str) -> str:
        """Return where the files of an assignment can be fetched, with a slash at the end."""
        base = self.url
        if github := self._github():
            base = "https://raw.githubusercontent.com/{}/{}{}".format(*github)
        return f"{base}/{quote(assignment)}/"

    def opened_in_colab(self, assignment: str, notebook: str) -> str:
        """Return the address at which Colab opens a notebook.

        Raises
        ------
        CourseError
            If the course is not published on GitHub.
        """
        github = self._github()
        if github is None:
            raise CourseError(
                "Google Colab opens what is on GitHub: set c.Course.url in nbgrader_config.py to "
                "https://github.com/OWNER/REPOSITORY/tree/BRANCH/FOLDER, where FOLDER has the "
                f"students' versions; it is {self.url!r}"
            )
        base = "https://colab.research.google.com/github/{}/blob/{}{}".format(*github)
        return f"{base}/{quote(assignment)}/{quote(notebook)}"


class FetchFiles(NbGraderPreprocessor, Course):
    """Puts the cell that fetches files before the first one with code, where there are files."""

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Return the notebook; the instructor's own is not touched."""
        folder = resources.get("metadata", {}).get("path")
        assignment = resources.get("nbgrader", {}).get("assignment", "")
        ignored = CourseDirectory(config=self.config).ignore
        files = [
            name
            for name in (released_files(Path(folder)) if folder else {})
            if not any(fnmatch(part, rule) for part in Path(name).parts for rule in ignored)
        ]
        if self.url and files and not _places(nb):
            first = next((i for i, c in enumerate(nb.cells) if c.cell_type == "code"), 0)
            nb.cells.insert(first, _cell(files, self.address(assignment)))
        return nb, resources


def _cell(files: list[str], address: str) -> NotebookNode:
    cell: NotebookNode = new_code_cell(_SOURCE.format(files=files, address=address))
    cell.id = CELL.replace("_", "-")
    cell.metadata = NotebookNode(
        tags=[DEMONSTRATION],  # graded, the files are there, and it is not run
        nbgrader=NotebookNode(
            grade=False, grade_id=CELL, locked=True, schema_version=3, solution=False, task=False
        ),
    )
    return cell


def _places(notebook: NotebookNode) -> list[int]:
    return [i for i, cell in enumerate(notebook.cells) if grade_id(cell) == CELL]


def write_page(course: CourseFolder) -> tuple[Path, list[str]]:
    """Write the page in ``release/`` that has a badge for each notebook.

    Returns
    -------
    Path
    list of str
        Notebooks whose students' version does not fetch its files.

    Raises
    ------
    CourseError
        If the course is not published on GitHub, or nothing is released.
    """
    published, lines, without = Course(config=course.config), [], []
    for assignment in course.assignments():
        for path in course.notebooks("release", assignment):
            address = published.opened_in_colab(assignment, path.name)
            lines.append(f"| {_title(path)} | [![Open in Colab]({BADGE})]({address}) |")
            notebook = read_notebook(path)
            if released_files(path.parent) and not _places(notebook):
                without.append(f"{assignment}/{path.name}")
    if not lines:
        raise CourseError("nothing is released: run `python -m graders release`")
    page = course.folder("release", ".", "x").parent / PAGE
    text = "\n".join(["| assignment | |", "|:---|:---|", *lines])
    write_whole(page, f"{text}\n".encode(), mode=0o644)
    return page, without


def _title(path: Path) -> str:
    """Return the first heading of a notebook, as it may stand in a table."""
    for cell in read_notebook(path).cells:
        if cell.cell_type == "markdown" and (found := re.search(r"^# +(.+)$", cell.source, re.M)):
            return found[1].strip().replace("|", r"\|")
    return path.stem
