"""The points of a class by exercise, as a table for the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode
from rich.table import Table
from rich.text import Text

from graders.cli.terminal import name, styled, titled_table
from graders.course import Course
from graders.names import shown_name
from graders.notebook.exercises import exercises_of, grade_id, grade_info, is_task, read_notebook
from graders.record.earlier import Submission
from graders.record.gradebook import items


@dataclass
class Row:
    """One student's points by exercise; None where a person has yet to give them.

    The penalty is for lateness. In the exercises of `again` a person is asked to look again.
    """

    student: str
    points: dict[str, float | None] = field(default_factory=dict)
    penalty: float = 0.0
    again: set[str] = field(default_factory=set)

    @property
    def total(self) -> float:
        """The points given so far, less the penalty: what nbgrader exports."""
        given = sum(points for points in self.points.values() if points is not None)
        return max(0.0, given - self.penalty)


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
        table = titled_table(f"{shown_name(self.assignment)}: points by exercise")
        table.add_column("student", no_wrap=True)
        for number in range(1, len(self.maxima) + 1):
            table.add_column(str(number), justify="right", no_wrap=True)
        table.add_column("total", justify="right", no_wrap=True)
        for row in self.rows:
            cells = [_points(row, exercise, top) for exercise, top in self.maxima.items()]
            read = any(points is not None for points in row.points.values())
            total = Text(f"{row.total:g}", "bold") if read else Text("·", "dim")
            table.add_row(name(row.student), *cells, total)
        table.add_section()
        tops = [f"{top:g}" for top in self.maxima.values()]
        table.add_row("of", *tops, f"{sum(self.maxima.values()):g}", style="dim")
        return table

    def legend(self) -> Text:
        """Return the exercises with their numbers, and what the marks mean."""
        names = "  ".join(f"{i} {exercise}" for i, exercise in enumerate(self.maxima, 1))
        marks = ["· a person has to look"]
        if any(row.again for row in self.rows):
            marks.append("* a person should look again: the answer changed, or what a test says")
        if any(row.penalty for row in self.rows):
            marks.append("totals are less the penalty for lateness")
        return styled(f"{names}\n" + "\n".join(marks), "dim")


def points_table(course: Course, assignment: str) -> PointsTable:
    """Read the points of a class from the gradebook."""
    maxima: dict[str, float] = {}
    owners: dict[str, str] = {}
    notebooks = course.notebooks("release", assignment)
    of = {path.stem: f"{path.stem}: " if len(notebooks) > 1 else "" for path in notebooks}
    for path in notebooks:
        for one, top, cells in items_of(read_notebook(path)):
            maxima[of[path.stem] + one] = top
            owners |= {of[path.stem] + name: of[path.stem] + one for name in cells}
    rows = []
    with course.gradebook() as gradebook:
        for submission in gradebook.assignment_submissions(assignment):
            penalty = submission.late_submission_penalty or 0.0
            row = Row(submission.student_id, penalty=penalty)
            for notebook in submission.notebooks:
                for cell, item in items(gradebook, notebook.id).items():
                    name = of.get(notebook.name, "") + cell
                    exercise = owners.get(name, name)
                    if not item.graded:
                        row.points.setdefault(exercise, None)
                        continue
                    row.points[exercise] = (row.points.get(exercise) or 0) + item.score
                    if item.waits:
                        row.again.add(exercise)
            rows.append(row)
    return PointsTable(assignment, maxima, sorted(rows, key=lambda row: row.student))


def items_of(notebook: NotebookNode) -> Iterator[tuple[str, float, list[str]]]:
    """Yield what points are given for, in order: its title, the points, the graded cells.

    A task is an item of its own.
    """
    exercises = {id(e.solution): e for e in exercises_of(notebook) if e.points}
    for cell in notebook.cells:
        if id(cell) in exercises:
            one = exercises[id(cell)]
            yield one.title, one.points, [grade_id(graded) for graded in one.graded]
        elif is_task(cell):
            yield grade_id(cell), float(grade_info(cell)["points"]), [grade_id(cell)]


def earlier_table(student: str, assignment: str, kept: list[Submission]) -> Table:
    """Return a table of a student's submissions, by the time at which they were handed in."""
    table = titled_table(f"{shown_name(assignment)}: submissions of {shown_name(student)}")
    for heading in ("handed in (UTC)", "points", "of", "not graded yet", ""):
        table.add_column(heading, no_wrap=True)
    for one in kept:
        points = "not graded" if one.points is None else f"{one.points:g}"
        waiting = f"{one.waiting:g}" if one.waiting else ""
        counts = "counts" if one.counts else ""
        table.add_row(one.name, points, f"{one.max_points:g}", waiting, counts)
    return table


def _points(row: Row, exercise: str, top: float) -> Text:
    points = row.points.get(exercise)
    if points is None:
        return Text("·", "dim")
    colour = "green" if points >= top else "red" if points == 0 else "yellow"
    return Text(f"{points:.3g}" + "*" * (exercise in row.again), colour)
