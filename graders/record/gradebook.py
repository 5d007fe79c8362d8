"""Queries to nbgrader's gradebook, and the tables that are kept beside nbgrader's own."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy
from nbgrader import api
from sqlalchemy.orm import Session

from graders.files import digest


def _table(name: str, value: str) -> sqlalchemy.Table:
    """Return a table of one value for each submitted notebook."""
    return sqlalchemy.Table(
        name,
        sqlalchemy.MetaData(),
        sqlalchemy.Column("notebook_id", sqlalchemy.String(32), primary_key=True),
        sqlalchemy.Column(value, sqlalchemy.String(64), nullable=False),
    )


# Which results were recorded and returned, by the keys of graders.batch.cache.
_FINISHED = _table("graders_finished", "key")
# Without these, nbgrader's tables are read from end to end to find what belongs to one submission,
# so that each takes longer than the one before.
_AT_ONCE = 500  # keys in a query
_INDEXES = [
    sqlalchemy.Index(f"graders_{kind.__tablename__}_notebook", kind.__table__.c.notebook_id)
    for kind in (api.Grade, api.Comment)
]


@dataclass(frozen=True)
class Item:
    """What one graded cell has in the gradebook at this moment.

    The scores of the machine and of a person are None where there are none; a person's counts. The
    score is what counts, extra credit included. If it waits, a person is asked to look.
    """

    auto: float | None
    manual: float | None
    extra: float
    score: float
    max_score: float
    waits: bool

    @property
    def graded(self) -> bool:
        """Whether there are points, be they none; if not, nobody has looked at it yet."""
        return self.auto is not None or self.manual is not None


def items(gradebook: api.Gradebook, notebook: str) -> dict[str, Item]:
    """Return the graded cells of a submitted notebook, given by its key, by `grade_id`."""
    kind = api.Grade
    columns = kind.auto_score, kind.manual_score, kind.extra_credit, kind.score, kind.max_score
    found = rows(gradebook, kind, notebook, *columns, kind.needs_manual_grade)
    return {
        name: Item(auto, manual, extra or 0.0, score, top, waits)
        for auto, manual, extra, score, top, waits, name in found
    }


@dataclass(frozen=True)
class ClassItem:
    """A graded cell of one student's submission to an assignment; it may be a written answer."""

    student: str
    notebook: str
    cell: str
    item: Item
    written: bool


def class_items(gradebook: api.Gradebook, assignment: str) -> list[ClassItem]:
    """Return the graded cells of all submissions to an assignment, by one question."""
    kind, cells = api.Grade, api.GradeCell.__table__
    columns = kind.auto_score, kind.manual_score, kind.extra_credit, kind.score, kind.max_score
    found = (
        gradebook.db.query(
            api.SubmittedAssignment.student_id,
            api.Notebook.name,
            api.BaseCell.name,
            *columns,
            kind.needs_manual_grade,
            cells.c.cell_type,
        )
        .select_from(kind)
        .join(api.BaseCell, kind.cell_id == api.BaseCell.id)
        .outerjoin(cells, kind.cell_id == cells.c.id)
        .join(kind.notebook)
        .join(api.SubmittedNotebook.notebook)
        .join(api.SubmittedNotebook.assignment)
        .join(api.SubmittedAssignment.assignment)
        .filter(api.Assignment.name == assignment)
    )
    return [
        ClassItem(
            student,
            notebook,
            cell,
            Item(auto, manual, extra or 0.0, score, top, waits),
            kind_of_cell != "code",
        )
        for student, notebook, cell, auto, manual, extra, score, top, waits, kind_of_cell in found
    ]


@dataclass(frozen=True)
class Points:
    """The points of a submission; of the highest number some may not be graded yet."""

    given: float
    max_points: float
    waiting: float


def points_of(gradebook: api.Gradebook, assignment: str, student: str) -> Points:
    """Return a student's points in an assignment as they are in the gradebook at this moment.

    Raises
    ------
    MissingEntry
        If nothing was graded.
    """
    submission = gradebook.find_submission(assignment, student)
    found = [one for nb in submission.notebooks for one in items(gradebook, nb.id).values()]
    return Points(
        sum(one.score for one in found),
        sum(one.max_score for one in found),
        sum(one.max_score for one in found if not one.graded),
    )


def notebook_id(gradebook: api.Gradebook, notebook: str, assignment: str, student: str) -> str:
    """Return the key of a submitted notebook, without the sums that come with the whole object.

    Raises
    ------
    MissingEntry
        If there is none.
    """
    found = (
        gradebook.db.query(api.SubmittedNotebook.id)
        .join(api.SubmittedNotebook.notebook)
        .join(api.SubmittedNotebook.assignment)
        .join(api.SubmittedAssignment.assignment)
        .filter(api.Notebook.name == notebook, api.Assignment.name == assignment)
        .filter(api.SubmittedAssignment.student_id == student)
        .scalar()
    )
    if found is None:
        raise api.MissingEntry(f"No such submitted notebook: {assignment}/{notebook} for {student}")
    return found


def rows(gradebook: api.Gradebook, kind: Any, notebook: str, *columns: object) -> list:
    """Return a submission's rows of a kind, `Grade` or `Comment`, each with the name of its cell.

    The columns are what is wanted of them, by default the whole objects: attributes of `kind`. Some
    are asked for one by one if they are taken from objects.
    """
    found = gradebook.db.query(*(columns or [kind]), api.BaseCell.name).select_from(kind)
    return found.join(kind.cell).filter(kind.notebook_id == notebook).all()


def finished(gradebook: api.Gradebook, assignment: str) -> dict[str, str]:
    """Return the keys of the results that were recorded and returned, by student."""
    _FINISHED.create(gradebook.db.connection(), checkfirst=True)
    for index in _INDEXES:
        index.create(gradebook.db.connection(), checkfirst=True)
    keys = {row.notebook_id: row.key for row in gradebook.db.execute(sqlalchemy.select(_FINISHED))}
    return {
        submission.student_id: keys[notebook.id]
        for submission in gradebook.find_assignment(assignment).submissions
        for notebook in submission.notebooks
        if notebook.id in keys
    }


def given(gradebook: api.Gradebook, assignment: str, student: str = "") -> dict[str, str]:
    """Return digests of what persons gave in an assignment, by student: points, bonus, comments.

    Who was given nothing is not among them. With a `student` nobody else is.
    """
    query = (
        gradebook.db.query(
            api.SubmittedNotebook.id, api.SubmittedAssignment.student_id, api.Notebook.name
        )
        .join(api.SubmittedNotebook.notebook)
        .join(api.SubmittedNotebook.assignment)
        .join(api.SubmittedAssignment.assignment)
        .filter(api.Assignment.name == assignment)
    )
    if student:
        query = query.filter(api.SubmittedAssignment.student_id == student)
    notebooks = {key: (name, notebook) for key, name, notebook in query}
    found: dict[str, list] = {}
    for kind, columns in (
        (api.Grade, (api.Grade.manual_score, api.Grade.extra_credit)),
        (api.Comment, (api.Comment.manual_comment,)),
    ):
        # By their keys, for which there is an index; some at a time, as databases have limits.
        for start in range(0, len(notebooks), _AT_ONCE):
            keys = list(notebooks)[start : start + _AT_ONCE]
            rows = (
                gradebook.db.query(kind.notebook_id, api.BaseCell.name, *columns)
                .select_from(kind)
                .join(api.BaseCell, kind.cell_id == api.BaseCell.id)
                .filter(kind.notebook_id.in_(keys))
                .filter(sqlalchemy.or_(*(column.is_not(None) for column in columns)))
            )
            for key, *row in rows:
                name, notebook = notebooks[key]
                found.setdefault(name, []).append([notebook, *map(str, row)])
    return {name: digest(sorted(rows)) for name, rows in found.items()}


def set_finished(db: Session, notebook_id: str, key: str | None) -> None:
    """Note the key of the results that were recorded and returned, None for none."""
    _FINISHED.create(db.connection(), checkfirst=True)
    db.execute(_FINISHED.delete().where(_FINISHED.c.notebook_id == notebook_id))
    if key is not None:
        db.execute(_FINISHED.insert().values(notebook_id=notebook_id, key=key))


def remove_student(gradebook: api.Gradebook, student: str) -> None:
    """Remove a student with all submissions, from the tables beside nbgrader's own, too.

    What SQLite has deleted stays readable in its file until that is written anew, which is done.

    Raises
    ------
    MissingEntry
        If there is no such student.
    """
    person = gradebook.find_student(student)
    notebooks = [nb.id for submission in person.submissions for nb in submission.notebooks]
    connection = gradebook.db.connection()
    for name in sqlalchemy.inspect(connection).get_table_names():
        if name.startswith("graders_"):
            column: sqlalchemy.ColumnClause = sqlalchemy.column("notebook_id")
            table = sqlalchemy.table(name, column)
            gradebook.db.execute(table.delete().where(column.in_(notebooks)))
    gradebook.remove_student(student)
    if gradebook.engine.dialect.name == "sqlite":
        with gradebook.engine.connect() as fresh:
            fresh.execution_options(isolation_level="AUTOCOMMIT")
            fresh.execute(sqlalchemy.text("VACUUM"))
