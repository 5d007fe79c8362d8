"""Grades the habits' notebooks: released as by nbgrader's command, and one after the other."""

import copy
import tempfile
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from graders import api
from graders.execute.settings import Settings
from graders.notebook.exercises import StructureError, grade_id, is_solution
from graders.notebook.results import Result
from graders.release import CheckExercises
from tests.habits.notebooks import Habit


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
        settings = Settings(tests=way)
        return api.grade(notebook, path, settings=settings).results
