"""The points of a class by exercise, as a table for the terminal."""

from dataclasses import dataclass, field

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from graders.course import Course
from graders.notebook.exercises import exercise_of_test, exercises_of, read_notebook


@dataclass
class Row:
    """One student's points by exercise; None where a person has yet to give them."""

    student: str
    points: dict[str, float | None] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """The points given so far."""
        return sum(points for points in self.points.values() if points is not None)


@dataclass
class PointsTable:
    """The points of a class in one assignment.

    Exercises and their maxima are in the order of the notebook, rows in that of the names.
    """

    assignment: str
    maxima: dict[str, float]
    rows: list[Row]

    def table(self) -> Table:
        """Return the table student by exercise, exercises numbered as in the notebook."""
        table = Table(
            title=f"{self.assignment}: points by exercise",
            title_justify="left",
            box=SIMPLE_HEAD,
            padding=(0, 1, 0, 0),
            pad_edge=False,
        )
        table.add_column("student", no_wrap=True)
        for number in range(1, len(self.maxima) + 1):
            table.add_column(str(number), justify="right", no_wrap=True)
        table.add_column("total", justify="right", no_wrap=True)
        for row in self.rows:
            cells = [_points(row.points.get(name), top) for name, top in self.maxima.items()]
            read = any(points is not None for points in row.points.values())
            total = Text(f"{row.total:g}", "bold") if read else Text("·", "dim")
            table.add_row(Text(row.student), *cells, total)
        table.add_section()
        tops = [f"{top:g}" for top in self.maxima.values()]
        table.add_row("of", *tops, f"{sum(self.maxima.values()):g}", style="dim")
        return table

    def legend(self) -> str:
        """Return the exercises with their numbers."""
        names = "  ".join(f"{i} {name}" for i, name in enumerate(self.maxima, 1))
        return f"{names}\n· a person has to look"


def points_table(course: Course, assignment: str) -> PointsTable:
    """Read the points of a class from the gradebook."""
    maxima: dict[str, float] = {}
    for path in course.notebooks("source", assignment):
        maxima |= {e.name: e.points for e in exercises_of(read_notebook(path)) if e.points}
    rows = []
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            row = Row(submission.student.id)
            for notebook in submission.notebooks:
                for grade in notebook.grades:
                    name = exercise_of_test(grade.name)
                    if grade.auto_score is None and grade.manual_score is None:
                        row.points.setdefault(name, None)
                    else:
                        row.points[name] = (row.points.get(name) or 0) + grade.score
            rows.append(row)
    return PointsTable(assignment, maxima, sorted(rows, key=lambda row: row.student))


def _points(points: float | None, top: float) -> Text:
    if points is None:
        return Text("·", "dim")
    colour = "green" if points >= top else "red" if points == 0 else "yellow"
    return Text(f"{points:.3g}", colour)
