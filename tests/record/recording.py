"""Records submissions to the small course without executing them: the results are made up."""

from pathlib import Path

from nbformat import NotebookNode
from nbgrader.api import Gradebook

from graders.course import Course as Opened
from graders.intake.sanitizer import Sanitizer
from graders.notebook.answers import written
from graders.notebook.exercises import grade_id, grade_info, is_test
from graders.notebook.results import Result, State, write_result
from graders.record.converters import Recorder
from tests.grading_course import Class
from tests.small_course import NAME


class Recording(Class):
    """The small course, in which tests pass unless they are said to fail."""

    def __init__(self, folder: Path):
        super().__init__(folder)
        opened = Opened(folder)
        self.url = opened.directory.db_url
        self.read_tests()
        self._recorder = Recorder(opened.directory, opened.config)

    def read_tests(self) -> None:
        """Read the tests that grade from now on."""
        self._sanitize = Sanitizer(self.folder / "release" / NAME / f"{NAME}.ipynb", self.url)

    def record(self, student: str, notebook: NotebookNode | bytes, **points: float | None) -> None:
        """Hand in and record; points by `grade_id`, where not all, None for a grader error."""
        executed = self._sanitize(self.submit(student, notebook))
        for cell in executed.cells:
            name, top = grade_id(cell), grade_info(cell).get("points", 0.0)
            if is_test(cell):
                got = points.get(name, top)
                state = State.GRADER_ERROR if got is None else State.PARTIAL
                write_result(cell, Result(State.PASSED if got == top else state, got, top))
            elif grade_info(cell).get("grade"):
                write_result(cell, written(cell))
        reason = self._recorder(NAME, student, {NAME: executed})
        assert not reason, reason

    def give(
        self,
        student: str,
        name: str,
        score: float | None = None,
        extra: float | None = None,
        comment: str | None = None,
    ) -> None:
        """Give points or a comment by hand, as the formgrader does."""
        with Gradebook(self.url) as gradebook:
            if score is not None or extra is not None:
                grade = gradebook.find_grade(name, NAME, NAME, student)
                grade.manual_score, grade.extra_credit = score, extra
                grade.needs_manual_grade = grade.auto_score is None and score is None
            if comment is not None:
                gradebook.find_comment(name, NAME, NAME, student).manual_comment = comment
            gradebook.db.commit()

    def item(self, student: str, name: str) -> tuple:
        """Return the machine's score, a person's, the bonus, and whether a person has to look."""
        with Gradebook(self.url) as gradebook:
            grade = gradebook.find_grade(name, NAME, NAME, student)
            return (
                grade.auto_score, grade.manual_score, grade.extra_credit, grade.needs_manual_grade
            )  # fmt: skip

    def comment(self, student: str, name: str) -> str | None:
        with Gradebook(self.url) as gradebook:
            return gradebook.find_comment(name, NAME, NAME, student).comment

    def notes(self, student: str) -> list[str]:
        """Return the notes on earlier answers in the graded notebook."""
        cells = self.graded(student).cells
        return [cell.source for cell in cells if grade_id(cell).endswith("_earlier")]

    def page(self, student: str) -> str:
        return (self.folder / "feedback" / student / NAME / f"{NAME}.html").read_text()
