"""Grades the habits' notebooks: released as by nbgrader's command, and one after the other."""

import copy
import functools
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from graders import api
from graders.execute.sandbox import Template, shared_template
from graders.execute.settings import Settings
from graders.notebook.exercises import StructureError, grade_id, imports_of, is_solution
from graders.notebook.results import Result
from graders.release import CheckExercises
from tests.habits.notebooks import HABITS, Habit


def refusal(habit: Habit, way: str) -> str:
    """Return why a notebook is not released to run this way, empty if it is."""
    notebook = copy.deepcopy(habit.notebook)
    notebook.metadata["graders"] = {"tests": way}
    try:
        CheckExercises().preprocess(notebook, {})
    except StructureError as error:
        return str(error)
    return ""


def graded(habit: Habit, answers: dict[str, str], way: str) -> dict[str, Result]:
    """Return the results of the instructor's solutions, some of them replaced."""
    submission = copy.deepcopy(habit.notebook)
    for cell in submission.cells:
        if is_solution(cell):
            cell.source = answers.get(grade_id(cell), cell.source)
    return _grade(habit.notebook, submission, way)


def _grade(notebook: NotebookNode, submission: NotebookNode, way: str) -> dict[str, Result]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "notebook.ipynb")
        nbformat.write(submission, path)
        settings, template = Settings(tests=way), _template()
        return api.grade(notebook, path, settings=settings, template=template).results


@functools.cache
def _template() -> Template:
    """Return one template for all habits, with what any of them imports."""
    notebooks = [habit.notebook for habit in HABITS.values()]
    return shared_template(imports=imports_of(notebooks, {}), allow_unsafe=False)
