"""A small course in a folder, as an instructor has it: for tests of grading a whole class.

Also a program, ``python -m tests.grading_course FOLDER``, which grades it and may be killed.
"""

import shutil
import signal
import sys
from pathlib import Path

import nbformat
from nbgrader.apps import NbGraderAPI
from traitlets.config import Config

from graders.batch.local import LocalWorkers
from graders.batch.outcome import Outcome
from graders.batch.scheduling import Workers
from graders.batch.submissions import grade
from graders.course import Course
from tests import small_course
from tests.conftest import IMPORTS
from tests.small_course import NAME, find

REPOSITORY = Path(__file__).parents[1]
LIMITS = """
c.IncludeHeaderFooter.header = ""
c.Execute.cell_timeout = 6.0
c.Execute.call_timeout = 2.0
c.CheckExercises.run = False
"""


class Class(small_course.Course):
    """The small course with the project's own configuration, by default with SQLite."""

    def __init__(self, folder: Path, size: int = 0, db_url: str | None = None):
        folder.mkdir(parents=True, exist_ok=True)
        config = (REPOSITORY / "nbgrader_config.py").read_text() + LIMITS
        self.db_url = db_url
        if db_url is not None:
            config += f"c.CourseDirectory.db_url = {db_url!r}\n"
        (folder / "nbgrader_config.py").write_text(config)
        super().__init__(folder)
        for number in range(size):
            # No two alike; every third has a mistake.
            answers = {"explain": f"answer {number}"}
            if number % 3 == 2:
                answers["shifted"] = f"def shifted(x, by):\n    return {number}"
            self.submit(f"s{number}", self.filled(**answers))

    def config(self) -> Config:
        config = super().config()
        if self.db_url is not None:
            # Unlike SQLite, others insist that the course of an assignment is known.
            config.CourseDirectory.course_id = "mathematics-of-deep-learning"
            config.CourseDirectory.db_url = self.db_url
        return config

    def grade(self, workers: Workers | None = None, **options) -> dict[str, Outcome]:
        workers = workers or LocalWorkers(2, imports=IMPORTS)
        return {o.student: o for o in grade(Course(self.folder), NAME, workers=workers, **options)}

    def gradebook(self) -> dict[str, dict[str, tuple]]:
        """Return all scores, by student and `grade_id`."""
        with Course(self.folder).gradebook() as gradebook:
            return {
                submission.student_id: {
                    grade.name: (grade.auto_score, grade.manual_score, grade.needs_manual_grade)
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
                for submission in gradebook.assignment_submissions(NAME)
            }

    def change_test(self, name: str, source: str) -> None:
        """Correct a test cell and release the assignment once more."""
        path = self.folder / "source" / NAME / f"{NAME}.ipynb"
        notebook = nbformat.read(path, 4)
        find(notebook, name).source = source
        nbformat.write(notebook, path)
        done = NbGraderAPI(config=self.config()).generate_assignment(NAME, force=True)
        assert done["success"], done

    def copy(self, folder: Path) -> "Class":
        """Return the same course in another place."""
        shutil.copytree(self.folder, folder)
        other = object.__new__(Class)
        other.folder, other.db_url = folder, self.db_url
        other.api = NbGraderAPI(config=other.config())
        return other


if __name__ == "__main__":
    # Ignored by what is started in the background of a shell, as a test run may be.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    course = Course(Path(sys.argv[1]))
    for outcome in grade(course, NAME, workers=LocalWorkers(2, imports=IMPORTS)):
        print(outcome.student, outcome.error, flush=True)
