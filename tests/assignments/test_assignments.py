"""What every assignment must keep: gates between source/, release/ and the students."""

import ast
import json
import re
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from nbgrader.utils import determine_grade

from graders.notebook.exercises import (
    exercises_of,
    grade_id,
    grade_info,
    is_demonstration,
    is_solution,
    is_test,
    read_notebook,
)
from graders.release import problems
from tests.bank import images
from tests.bank.pipeline import make_course
from tests.bank.solutions import REPOSITORY, assignments, instructor_notebook

# What a visible test may have; what is longer goes into the module beside the notebook.
TEST_LINES = 15
NOTEBOOK_LINES = {"relu_approximation": 1200}

# Lines that give nothing away, in hidden tests and in released modules.
COMMONPLACE = {
    "rng = np.random.default_rng(seed)",
    "from itertools import pairwise",
    "with warnings.catch_warnings():",
    'warnings.simplefilter("error", RuntimeWarning)',
}

# The syllabus allows 20 s for a cell of the reference solution; this stops one that hangs.
HANGS = 120

pytestmark = pytest.mark.parametrize("assignment", assignments())


@pytest.fixture(autouse=True)
def images_are_drawn():
    """Nothing is fetched, and nobody's cache matters; see tests/fashion for the real images."""
    with images.chosen("stand-ins"):
        yield


def released_notebook(assignment: str) -> nbformat.NotebookNode:
    return read_notebook(REPOSITORY / "release" / assignment / f"{assignment}.ipynb")


def run_plainly(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run a notebook as on a student's machine."""
    client = NotebookClient(
        notebook, timeout=HANGS, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    client.execute()


@pytest.mark.exhaustive
def test_the_unfilled_student_version_scores_nothing_with_tests_in_its_own_process(
    assignment, tmp_path
):
    notebook = released_notebook(assignment)
    hidden = {grade_id(cell): cell for cell in instructor_notebook(assignment).cells}
    for cell in notebook.cells:
        if is_test(cell):
            cell.source = hidden[grade_id(cell)].source
    notebook.cells = [cell for cell in notebook.cells if not is_demonstration(cell)]
    run_plainly(notebook, tmp_path)
    tests = [cell for cell in notebook.cells if is_test(cell)]
    points = {grade_id(cell): determine_grade(cell)[0] for cell in tests}
    assert points and set(points.values()) == {0}, points


def test_release_is_what_source_generates(assignment, tmp_path):
    course = make_course(tmp_path / "course", assignment, "judged")
    generated = course.folder("release", ".", assignment)
    committed = REPOSITORY / "release" / assignment
    names = sorted(path.name for path in generated.iterdir())
    assert names == sorted(path.name for path in committed.iterdir())
    for name in names:
        same = (generated / name).read_bytes() == (committed / name).read_bytes()
        assert same, f"release/{assignment}/{name} is not up to date: run `make release`"


def lines_by_kind(assignment: str) -> tuple[set[str], set[str]]:
    """Return the lines of an instructor notebook that students must not see, and the others."""
    secret, public = set(), set()
    for cell in instructor_notebook(assignment).cells:
        inside = model_answer = is_solution(cell) and grade_info(cell)["grade"]
        for line in cell.source.split("\n"):
            inside = inside or bool(re.search(r"### BEGIN (SOLUTION|HIDDEN|MARK)", line))
            (secret if inside else public).add(line.strip())
            inside = model_answer or (inside and "### END " not in line)
    return secret, public


def test_no_solution_and_no_hidden_test_is_anywhere_below_release(assignment):
    secret, _ = lines_by_kind(assignment)
    # Some lines stand in visible parts, too, there or in another assignment; one says nothing.
    public = set().union(*(lines_by_kind(name)[1] for name in assignments()))
    public |= COMMONPLACE
    secret = {line for line in secret if len(line) > 12} - public
    assert len(secret) > 20
    for path in (REPOSITORY / "release").rglob("*"):
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            if path.suffix == ".ipynb":
                text = "\n".join(cell.source for cell in read_notebook(path).cells)
            assert not {line.strip() for line in text.split("\n")} & secret, path
            for mark in ("BEGIN SOLUTION", "END SOLUTION", "HIDDEN TESTS", "MARK SCHEME"):
                assert mark not in text, path


def test_every_test_cell_imports_what_it_needs_and_uses_no_other_name(assignment):
    assert problems(instructor_notebook(assignment)) == []


def test_visible_tests_are_short_and_so_is_the_notebook(assignment):
    cells = released_notebook(assignment).cells
    lines = {id(cell): len(cell.source.strip().split("\n")) for cell in cells}
    tests = {grade_id(cell): lines[id(cell)] for cell in cells if is_test(cell)}
    assert len(tests) > 20
    assert {name: count for name, count in tests.items() if count > TEST_LINES} == {}
    assert sum(lines.values()) < NOTEBOOK_LINES.get(assignment, 1500)


def test_a_stub_is_the_solution_without_some_lines(assignment):
    released = {e.name: e for e in exercises_of(released_notebook(assignment))}
    for exercise in exercises_of(instructor_notebook(assignment)):
        stub = released[exercise.name].solution.source
        if exercise.written:
            assert "YOUR ANSWER HERE" in stub
            continue
        assert "raise NotImplementedError()" in stub
        function = ast.parse(stub).body[-1]
        assert isinstance(function, ast.FunctionDef) and function.name == exercise.name
        assert ast.get_docstring(function), exercise.name
        lines = exercise.solution.source.split("\n")
        extra = {"# YOUR CODE HERE", "raise NotImplementedError()"}
        assert all(line in lines or line.strip() in extra for line in stub.split("\n"))


def test_points_in_headings_and_table_are_the_sums_of_the_metadata(assignment):
    notebook = instructor_notebook(assignment)
    texts = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    exercises = [e for e in exercises_of(notebook) if e.points]
    for number, exercise in enumerate(exercises, 1):
        unit = "point" if exercise.points == 1 else "points"
        heading = f"### Exercise {number}: `{exercise.name}` ({exercise.points:g} {unit})"
        assert heading in texts
        row = rf"^\| {number} `{exercise.name}` \|.*\| {exercise.points:g} \|$"
        assert re.search(row, texts, re.M), f"no row like {row}"
    total = sum(exercise.points for exercise in exercises)
    assert f"| **sum** | | **{total:g}** |" in texts
    readme = (REPOSITORY / "README.md").read_text(encoding="utf-8")
    row = rf"^\| `{assignment}` \|.*\| {len(exercises)} \| {total:g} \|"
    assert re.search(row, readme, re.M), f"the README has no row like {row}"


@pytest.mark.parametrize("where", ["source", "release"])
def test_notebooks_are_deterministic_on_disk(assignment, where):
    path = REPOSITORY / where / assignment / f"{assignment}.ipynb"
    text = path.read_text(encoding="utf-8")
    notebook = json.loads(text)
    canonical = json.dumps(notebook, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
    assert text == canonical
    ids = [cell["id"] for cell in notebook["cells"]]
    assert len(set(ids)) == len(ids)
    for cell in notebook["cells"]:
        assert not cell.get("outputs") and cell.get("execution_count") is None
        assert re.fullmatch(r"[a-z][a-z0-9-]*", cell["id"]), "an id that somebody chose"
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"


def test_demonstrations_are_locked_and_give_no_points(assignment):
    notebook = instructor_notebook(assignment)
    shown = [cell for cell in notebook.cells if is_demonstration(cell)]
    assert shown
    for cell in shown:
        assert grade_info(cell)["locked"] and not grade_info(cell)["grade"]
