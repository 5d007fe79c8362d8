"""A course with one small assignment, built in a folder, and nbgrader's commands on it."""

import atexit
import copy
import functools
import os
import shutil
import sys
import tempfile
from pathlib import Path
from textwrap import dedent
from typing import ClassVar

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook
from nbgrader.api import Gradebook
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

# nbgrader calls `alembic` by name when it makes a gradebook.
os.environ["PATH"] = f"{sys.prefix}/bin{os.pathsep}{os.environ['PATH']}"

NAME = "small"
ANSWER = "It doubles, then adds."


def locked(name: str, source: str, *, kind=new_code_cell, **metadata) -> NotebookNode:
    return _cell(kind, source, name, False, False, True, **metadata)


def solution(name: str, source: str, uses: tuple[str, ...] = ()) -> NotebookNode:
    return _cell(new_code_cell, source, name, False, True, False, graders={"uses": list(uses)})


def test_cell(name: str, source: str, points: float = 1.0) -> NotebookNode:
    return _cell(new_code_cell, source, name, True, False, True, points)


test_cell.__test__ = False


def written(name: str, source: str, points: float = 1.0) -> NotebookNode:
    return _cell(new_markdown_cell, source, name, True, True, False, points)


def _cell(kind, source, name, grade, is_solution, is_locked, points=None, **metadata):
    info = {
        "grade": grade,
        "grade_id": name,
        "locked": is_locked,
        "schema_version": 3,
        "solution": is_solution,
        "task": False,
    }
    if grade:
        info["points"] = points
    return kind(dedent(source).strip(), metadata={"nbgrader": info, **metadata})


def source_notebook() -> NotebookNode:
    """Return the instructor's notebook: three exercises, a written answer, a demonstration."""
    cells = [
        locked("imports", "import numpy as np\nimport helper"),
        solution(
            "double",
            """
            def double(x):
                \"\"\"Twice an array.\"\"\"
                ### BEGIN SOLUTION
                return 2 * np.asarray(x)  # SECRET-REFERENCE
                ### END SOLUTION
            """,
        ),
        test_cell(
            "test_double",
            """
            import numpy as np
            result = double(np.array([1.0, 2.0]))
            assert np.allclose(result, [2, 4]), f"double([1, 2]) is [2, 4], got {result!r}"
            ### BEGIN HIDDEN TESTS
            # SECRET-HIDDEN
            np.testing.assert_allclose(double(np.array([1234.5])), [2469.0])
            ### END HIDDEN TESTS
            """,
        ),
        locked("show", "print(double(np.arange(3)))\n1 / 0", tags=["demonstration"]),
        solution(
            "shifted",
            """
            def shifted(x, by):
                \"\"\"Twice an array, and a number added.\"\"\"
                ### BEGIN SOLUTION
                return double(x) + by
                ### END SOLUTION
            """,
        ),
        test_cell("test_shifted", "assert shifted(1, 2) == 4, 'shifted(1, 2) is 4'", 2.0),
        test_cell(
            "test_shifted__quality",
            "error = abs(float(shifted(1.0, 0.5)) - 2.5)\n2.0 - min(2.0, error)",
            2.0,
        ),
        solution(
            "slow",
            """
            def slow(x):
                \"\"\"The same.\"\"\"
                ### BEGIN SOLUTION
                return x
                ### END SOLUTION
            """,
        ),
        test_cell("test_slow", "assert slow(3) == 3, 'slow(3) is 3'"),
        written("explain", "Why?"),
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return new_notebook(cells=cells, metadata={"kernelspec": kernel})


RIGHT = {
    "double": "def double(x):\n    return np.asarray(x) + np.asarray(x)",
    "shifted": "def shifted(x, by):\n    return double(x) + by",
    "slow": "def slow(x):\n    return x",
    "explain": ANSWER,
}


@functools.cache
def _released() -> Path:
    """Return a folder with the course, to be copied: nbgrader takes seconds to make a gradebook."""
    folder = Path(tempfile.mkdtemp(prefix="small-course-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    Course(folder, source_notebook())
    return folder


class Course:
    """The course in a folder, with the engine plugged in as `nbgrader_config.py` does."""

    filters: ClassVar = {
        "markdown2html": "graders.feedback.markdown2html",
        "highlight_code": "graders.feedback.highlight_code",
        "ansi2html": "graders.feedback.ansi2html",
        "strip_files_prefix": "graders.feedback.strip_files_prefix",
    }

    def __init__(self, folder: Path, notebook: NotebookNode | None = None):
        self.folder = folder
        database = self.config().CourseDirectory.db_url
        if notebook is None and database == f"sqlite:///{folder}/gradebook.db":
            shutil.copytree(_released(), folder, dirs_exist_ok=True)
            self.api = NbGraderAPI(config=self.config())
            return
        source = folder / "source" / NAME
        source.mkdir(parents=True)
        nbformat.write(notebook or source_notebook(), source / f"{NAME}.ipynb")
        (source / "helper.py").write_text("HELP = 1\n")
        self.api = NbGraderAPI(config=self.config())
        done = self.api.generate_assignment(NAME)
        assert done["success"], done

    def config(self) -> Config:
        config = Config()
        config.CourseDirectory.root = str(self.folder)
        config.CourseDirectory.db_url = f"sqlite:///{self.folder}/gradebook.db"
        config.Autograde.exporter_class = "graders.intake.Intake"
        config.Autograde.pre_convert_hook = "graders.intake.before_autograde"
        config.Autograde.sanitize_preprocessors = [
            "nbgrader.preprocessors.OverwriteKernelspec",
            "nbgrader.preprocessors.OverwriteCells",
            "nbgrader.preprocessors.CheckCellMetadata",
        ]
        config.Autograde.autograde_preprocessors = [
            "graders.execute.Execute",
            "graders.record.Record",
            "graders.record.Extend",
            "nbgrader.preprocessors.AssignLatePenalties",
        ]
        config.GenerateFeedback.exporter_class = "graders.feedback.Page"
        config.GenerateFeedback.preprocessors = [
            "graders.feedback.Grades",
            "graders.feedback.FeedbackPage",
        ]
        config.HTMLExporter.filters = self.filters
        config.Execute.cell_timeout = 6.0
        config.Execute.call_timeout = 2.0
        return config

    @property
    def released(self) -> NotebookNode:
        return nbformat.read(self.folder / "release" / NAME / f"{NAME}.ipynb", 4)

    def filled(self, **answers: str) -> NotebookNode:
        """Return the released notebook with right answers, but for those given."""
        notebook = copy.deepcopy(self.released)
        for name, source in {**RIGHT, **answers}.items():
            find(notebook, name).source = source
        return notebook

    def submit(self, student: str, notebook: NotebookNode | bytes) -> Path:
        path = self.folder / "submitted" / student / NAME / f"{NAME}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(notebook, bytes):
            notebook = nbformat.v4.writes(notebook).encode()
        path.write_bytes(notebook)
        return path

    def autograde(self, student: str) -> dict[str, tuple[float | None, str]]:
        """Return points and state by `grade_id`."""
        done = self.api.autograde(NAME, student, force=True)
        assert done["success"], done
        graded = self.graded(student)
        with Gradebook(self.config().CourseDirectory.db_url) as gradebook:
            grades = gradebook.find_submission_notebook(NAME, NAME, student).grades
            return {
                grade.name: (grade.score if grade.auto_score is not None else None, state)
                for grade in grades
                for state in [find(graded, grade.name).metadata.graders.state]
            }

    def graded(self, student: str) -> NotebookNode:
        return nbformat.read(self.folder / "autograded" / student / NAME / f"{NAME}.ipynb", 4)

    def messages(self, student: str) -> dict[str, str]:
        return {
            cell.metadata.nbgrader.grade_id: cell.metadata.graders.message
            for cell in self.graded(student).cells
            if "state" in cell.metadata.get("graders", {})
        }

    def feedback(self, student: str) -> str:
        done = self.api.generate_feedback(NAME, student, force=True)
        assert done["success"], done
        return (self.folder / "feedback" / student / NAME / f"{NAME}.html").read_text()


def find(notebook: NotebookNode, name: str) -> NotebookNode:
    return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == name)
