"""Students' versions in Google Colab: they fetch their files, and what comes back is graded."""

import functools
import http.server
import json
import subprocess
import sys
import threading
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from traitlets.config import Config

from graders import api
from graders.cli.new_course import ASSIGNMENT, make_course
from graders.course import CONFIG, CourseError
from graders.course import Course as CourseFolder
from graders.hosts.colab import CELL, Course, FetchFiles, write_page
from graders.notebook.exercises import grade_id
from tests.cli.command import run
from tests.small_course import find, locked, solution, test_cell, written

ON_GITHUB = "https://github.com/ada/course/tree/main/release"
CHECKS = "def expect(got, wanted):\n    assert got == wanted, f'expected {wanted}, got {got}'\n"
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9"
    "awAAAABJRU5ErkJggg=="
)
DEAD = "http://127.0.0.1:9"  # where nobody answers


def instructors() -> NotebookNode:
    test = "import small_checks as checks\n\nchecks.expect(double(2), 4)"
    hidden = "\n### BEGIN HIDDEN TESTS\nchecks.expect(double(21), 42)\n### END HIDDEN TESTS"
    return new_notebook(
        cells=[
            new_markdown_cell("# Small | and fine"),
            locked("imports", "import small_checks"),
            solution(
                "double",
                "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x\n    ### END SOLUTION",
            ),
            test_cell("test_double", test + hidden, 2.0),
            written("explain", "Why?"),
        ]
    )


def fetching(folder: Path, url: str, files: dict[str, str]) -> NotebookNode:
    """Return that notebook with the cell that fetches files, if there is one."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    step = FetchFiles(config=Config({"Course": {"url": url}}))
    resources = {"metadata": {"path": str(folder)}, "nbgrader": {"assignment": "small"}}
    return step.preprocess(instructors(), resources)[0]


def run_cell(cell: NotebookNode, folder: Path, then: str = "") -> subprocess.CompletedProcess:
    """Run it where a student would."""
    command = [sys.executable, "-c", f"{cell.source}\n{then}"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def server(tmp_path):
    """A server in the place of the repository, and what it was asked for."""
    root, asked = tmp_path / "published", []
    root.mkdir()

    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_request(self, code="-", size="-"):
            asked.append(self.path)

    make = functools.partial(Handler, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), make) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield root, f"http://127.0.0.1:{running.server_port}", asked
        running.shutdown()


def test_in_an_empty_folder_the_first_cell_with_code_fetches_the_files(server, tmp_path):
    published, url, asked = server
    files = {"small_checks.py": CHECKS, "data/a b.csv": "1,2\n"}
    notebook = fetching(published / "small", url + "/", files)
    cell = next(cell for cell in notebook.cells if cell.cell_type == "code")
    assert grade_id(cell) == CELL and notebook.cells[0].cell_type == "markdown"
    empty = tmp_path / "empty"
    empty.mkdir()
    done = run_cell(cell, empty, "import small_checks; small_checks.expect(1, 1)")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (empty / "data" / "a b.csv").read_text() == "1,2\n"
    assert sorted(asked) == ["/small/data/a%20b.csv", "/small/small_checks.py"]
    assert run_cell(cell, empty).returncode == 0 and len(asked) == 2, "not fetched twice"


def test_where_the_files_are_the_cell_does_nothing(tmp_path):
    cell = find(fetching(tmp_path, DEAD, {"small_checks.py": CHECKS}), CELL)
    done = run_cell(cell, tmp_path)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (tmp_path / "small_checks.py").read_text() == CHECKS


def test_a_file_that_is_not_published_leaves_nothing_behind(server, tmp_path):
    _, url, _ = server
    cell = find(fetching(tmp_path / "here", url, {"small_checks.py": CHECKS}), CELL)
    done = run_cell(cell, tmp_path)
    assert done.returncode == 1 and "404" in done.stderr
    assert not (tmp_path / "small_checks.py").exists()


@pytest.mark.parametrize(
    ("url", "files"),
    [("", {"small_checks.py": CHECKS}), (DEAD, {}), (DEAD, {".hidden": "", "more.ipynb": ""})],
)
def test_without_an_address_or_without_files_there_is_no_such_cell(tmp_path, url, files):
    cells = fetching(tmp_path, url, files).cells
    assert [grade_id(cell) for cell in cells] == [grade_id(cell) for cell in instructors().cells]


@pytest.mark.parametrize(
    ("url", "raw", "colab"),
    [
        (ON_GITHUB, "ada/course/main/release", "ada/course/blob/main/release"),
        ("https://github.com/ada/course/", "ada/course/main", "ada/course/blob/main"),
        ("https://github.com/a-b/c.d/tree/v1.2", "a-b/c.d/v1.2", "a-b/c.d/blob/v1.2"),
        (f"{ON_GITHUB}/2026/", "ada/course/main/release/2026", "ada/course/blob/main/release/2026"),
    ],
)
def test_addresses_on_github(url, raw, colab):
    course = Course(config=Config({"Course": {"url": url}}))
    assert course.address("1 a") == f"https://raw.githubusercontent.com/{raw}/1%20a/"
    opened = course.opened_in_colab("1 a", "x.ipynb")
    assert opened == f"https://colab.research.google.com/github/{colab}/1%20a/x.ipynb"


@pytest.mark.parametrize("url", ["", "https://example.org/course", "https://gitlab.com/a/b"])
def test_colab_opens_what_is_on_github_only(url):
    course = Course(config=Config({"Course": {"url": url}}))
    with pytest.raises(CourseError, match=r"set c\.Course\.url"):
        course.opened_in_colab("small", "small.ipynb")


@pytest.mark.parametrize(
    "url", ["ada/course", "file:///srv/course", "https://a.b/'+evil+'", "https://a.b/x y"]
)
def test_what_is_no_address_of_the_web_is_refused(url):
    with pytest.raises(CourseError, match="no address of the web"):
        Course(config=Config({"Course": {"url": url}}))


def as_colab_saves(notebook: NotebookNode) -> NotebookNode:
    """Return a notebook with what Colab adds, changes and leaves out."""
    notebook["nbformat_minor"] = 0
    notebook.metadata = nbformat.from_dict({
        "colab": {"provenance": [{"file_id": "https://github.com/x", "timestamp": 1}]},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
        "accelerator": "GPU",
        "widgets": {"application/vnd.jupyter.widget-state+json": {"a1": {"model_name": "X"}}},
    })  # fmt: skip
    for number, cell in enumerate(notebook.cells):
        cell.pop("id", None)
        cell.metadata["id"] = f"aBcDeFgHiJ{number}"
        for key in ("editable", "deletable", "tags"):
            cell.metadata.pop(key, None)
        if cell.cell_type == "code":
            cell.execution_count = number
            cell.metadata["executionInfo"] = {"status": "ok", "user": {"displayName": "Ada"}}
            cell.metadata |= {"outputId": "12ab", "colab": {"base_uri": "https://localhost:8080/"}}
            kind = "application/vnd.google.colaboratory.intrinsic+json"
            data = {"text/plain": "4", kind: {"type": "string"}}
            result = {"output_type": "execute_result", "execution_count": number}
            cell.outputs = [nbformat.from_dict({**result, "data": data, "metadata": {}})]
    return notebook


def saved_in_a_repository(notebook: NotebookNode) -> None:
    link = '<a href="https://colab.research.google.com/"><img src="https://x/badge.svg"/></a>'
    cell = new_markdown_cell(link, metadata={"id": "view-in-github", "colab_type": "text"})
    cell.pop("id")
    notebook.cells.insert(0, cell)


def with_cells_of_its_own(notebook: NotebookNode) -> None:
    for source in ("from google.colab import drive\ndrive.mount('/content/drive')", "#@title A\n1"):
        cell = new_code_cell(source, metadata={"cellView": "form"})
        cell.pop("id")
        notebook.cells.insert(2, cell)


def without_nbgrader(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        cell.metadata.pop("nbgrader", None)


def without_that_cell(notebook: NotebookNode) -> None:
    notebook.cells = [cell for cell in notebook.cells if grade_id(cell) != CELL]


def with_that_cell_first(notebook: NotebookNode) -> None:
    notebook.cells.insert(0, notebook.cells.pop(notebook.cells.index(find(notebook, CELL))))


def graded(tmp_path, template, answer: str, *changes, by_release: bool = True) -> api.Graded:
    """Grade what comes back from Colab, by a notebook with the cell or without it."""
    folder = tmp_path / "source"
    released = fetching(folder, DEAD, {"small_checks.py": CHECKS})
    nbformat.write(released if by_release else instructors(), folder / "small.ipynb")
    find(released, "test_double").source = find(released, "test_double").source.partition("\n#")[0]
    find(released, "double").source = answer
    find(released, "explain").source = f"So: ![image.png](data:image/png;base64,{PNG})"
    notebook = as_colab_saves(released)
    for change in changes:
        change(notebook)
    path = tmp_path / "Copy_of_small.ipynb"
    path.write_text(json.dumps(notebook))
    return api.grade(folder / "small.ipynb", path, files=folder, template=template)


@pytest.mark.parametrize("by_release", [True, False])
@pytest.mark.parametrize(
    "change",
    [
        saved_in_a_repository,
        with_cells_of_its_own,
        without_nbgrader,
        without_that_cell,
        with_that_cell_first,
    ],
)
def test_what_comes_back_from_colab_is_graded(tmp_path, template, change, by_release):
    right = "def double(x):\n    return x + x"
    done = graded(tmp_path, template, right, change, by_release=by_release)
    assert not done.needs_attention, done.attention
    assert done.results["test_double"].points == 2, done.results["test_double"].message
    assert done.results["explain"].state.name == "BY_HAND"
    answer = next(c for c in done.notebook.cells if grade_id(c) == "explain")
    assert PNG in json.dumps(answer.get("attachments", {})), "the pasted picture is shown"


def test_a_wrong_answer_stays_wrong_whatever_the_first_cell_was_made_to_do(tmp_path, template):
    def with_other_checks(notebook):
        checks = "from pathlib import Path\nPath('small_checks.py').write_text('expect = print')"
        find(notebook, CELL).source = checks

    wrong = "def double(x):\n    return x"
    done = graded(tmp_path, template, wrong, with_other_checks)
    assert done.results["test_double"].points == 0
    assert "expected 4, got 2" in done.results["test_double"].message


@pytest.fixture(scope="module")
def course(tmp_path_factory) -> CourseFolder:
    """A course that is released with such a cell."""
    folder = tmp_path_factory.mktemp("colab") / "course"
    make_course(folder)
    (folder / "source" / ASSIGNMENT / "checks.py").write_text(CHECKS)
    lines = f'c.Course.url = "{ON_GITHUB}"\nc.CheckExercises.run = False\n'
    with open(folder / CONFIG, "a") as config:
        config.write(lines)
    made = CourseFolder(folder)
    made.release(ASSIGNMENT)
    return made


def test_the_release_has_the_cell_and_the_command_writes_the_badges(course):
    notebook = nbformat.read(course.notebooks("release", ASSIGNMENT)[0], 4)
    cell = find(notebook, CELL)
    assert f"https://raw.githubusercontent.com/ada/course/main/release/{ASSIGNMENT}/" in cell.source
    assert "'checks.py'" in cell.source and not cell.metadata.editable
    done = run("colab", cwd=course.root)
    assert done.returncode == 0, done.stderr
    page = (course.root / "release" / "README.md").read_text()
    base = "https://colab.research.google.com/github/ada/course/blob/main/release"
    assert f"({base}/{ASSIGNMENT}/{ASSIGNMENT}.ipynb)" in page and page.count("colab-badge") == 1


def test_a_release_from_before_the_address_was_set_is_named(course):
    path = course.notebooks("release", ASSIGNMENT)[0]
    text = path.read_bytes()
    notebook = nbformat.read(path, 4)
    without_that_cell(notebook)
    nbformat.write(notebook, path)
    try:
        assert write_page(course)[1] == [f"{ASSIGNMENT}/{ASSIGNMENT}.ipynb"]
    finally:
        path.write_bytes(text)
