"""Writes the outcome of a submission into nbgrader's gradebook."""

import hashlib

import sqlalchemy
from nbformat import NotebookNode
from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    MissingEntry,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import compute_checksum, is_task

from graders import structure
from graders.grading import is_students
from graders.states import State

# Which results were recorded and returned, by the keys of graders.results.
_FINISHED = sqlalchemy.Table(
    "graders_finished",
    sqlalchemy.MetaData(),
    sqlalchemy.Column("notebook_id", sqlalchemy.String(32), primary_key=True),
    sqlalchemy.Column("key", sqlalchemy.String(64), nullable=False),
)
_TABLE = sqlalchemy.Table(
    "graders_submission",
    sqlalchemy.MetaData(),
    sqlalchemy.Column("notebook_id", sqlalchemy.String(32), primary_key=True),
    sqlalchemy.Column("digest", sqlalchemy.String(64), nullable=False),
)
# Without these, nbgrader's tables are read from end to end to find what belongs to one submission,
# so that each takes longer than the one before.
_INDEXES = [
    sqlalchemy.Index(f"graders_{kind.__tablename__}_notebook", kind.__table__.c.notebook_id)
    for kind in (Grade, Comment)
]


class Record(NbGraderPreprocessor):
    """Takes the place of nbgrader's ``SaveAutoGrades`` in ``Autograde.autograde_preprocessors``.

    Points come from the states, not from the outputs. Where no machine could give points, on a
    grader error or for a written answer, there is no automatic score and a person is asked for. A
    resubmission loses the points that a person gave to an earlier one; the same answers graded
    once more keep them. To tell the two apart, a digest of the student's cells is kept in a
    table of its own beside nbgrader's. All of it is one transaction.
    """

    def preprocess(self, nb: NotebookNode, resources: dict) -> tuple[NotebookNode, dict]:
        """Record the notebook's grades."""
        info = resources["nbgrader"]
        with Gradebook(info["db_url"]) as gradebook:
            submission = notebook_id(
                gradebook, info["notebook"], info["assignment"], info["student"]
            )
            set_finished(gradebook.db, submission, None)
            is_new = _is_new(gradebook.db, submission, _digest(nb))
            cells = {structure.grade_id(cell): cell for cell in nb.cells}
            for grade, name in rows(gradebook, Grade, submission):
                if is_new:
                    grade.auto_score = grade.manual_score = grade.extra_credit = None
                    grade.needs_manual_grade = True
                if name in cells:
                    _score(grade, cells[name])
            for comment, name in rows(gradebook, Comment, submission):
                if is_new:
                    comment.auto_comment = comment.manual_comment = None
                if name in cells:
                    _comment(comment, cells[name])
            gradebook.db.commit()
        return nb, resources


def notebook_id(gradebook: Gradebook, notebook: str, assignment: str, student: str) -> str:
    """Return the key of a submitted notebook, without the sums that come with the whole object.

    Raises
    ------
    MissingEntry
        If there is none.
    """
    found = (
        gradebook.db.query(SubmittedNotebook.id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(Notebook.name == notebook, Assignment.name == assignment)
        .filter(SubmittedAssignment.student_id == student)
        .scalar()
    )
    if found is None:
        raise MissingEntry(f"No such submitted notebook: {assignment}/{notebook} for {student}")
    return found


def rows(gradebook: Gradebook, kind: type, notebook: str, *columns: object) -> list:
    """Return the grades or comments of a submission, each with the name of its cell.

    Parameters
    ----------
    gradebook : Gradebook
    kind : type
        `Grade` or `Comment`.
    notebook : str
        See `notebook_id`.
    columns
        What is wanted of them, by default the whole objects: attributes of `kind`. Some are asked
        for one by one if they are taken from objects.
    """
    found = gradebook.db.query(*(columns or [kind]), BaseCell.name).select_from(kind)
    found = found.join(BaseCell, kind.cell_id == BaseCell.id)
    return found.filter(kind.notebook_id == notebook).all()


def _score(grade: Grade, cell: NotebookNode) -> None:
    result = cell.metadata.graders
    scored = State(result["state"]).scored
    grade.auto_score = float(result["points"]) if scored else None
    # A score that a person gave before is to be looked at again, as in nbgrader.
    grade.needs_manual_grade = not scored or grade.manual_score is not None


def _comment(comment: Comment, cell: NotebookNode) -> None:
    released = structure.grade_info(cell).get("checksum") == compute_checksum(cell)
    comment.auto_comment = "No response." if released and not is_task(cell) else None


def _digest(nb: NotebookNode) -> str:
    """Return a digest of everything in the notebook that is the student's."""
    digest = hashlib.sha256()
    for cell in nb.cells:
        if is_students(cell) or structure.is_solution(cell):
            digest.update(f"{structure.grade_id(cell)}\0{cell.source}\0".encode())
    return digest.hexdigest()


def _is_new(db: sqlalchemy.orm.Session, notebook_id: str, digest: str) -> bool:
    """Whether other answers were recorded before; remember these."""
    _TABLE.create(db.connection(), checkfirst=True)
    this = _TABLE.c.notebook_id == notebook_id
    before = db.execute(sqlalchemy.select(_TABLE.c.digest).where(this)).scalar()
    if before == digest:
        return False
    db.execute(_TABLE.delete().where(this))
    db.execute(_TABLE.insert().values(notebook_id=notebook_id, digest=digest))
    return True


def finished(gradebook: Gradebook, assignment: str) -> dict[str, str]:
    """Return the keys of the results that were recorded and returned, by student."""
    for part in (_FINISHED, *_INDEXES):
        part.create(gradebook.db.connection(), checkfirst=True)
    keys = {row.notebook_id: row.key for row in gradebook.db.execute(sqlalchemy.select(_FINISHED))}
    return {
        submission.student_id: keys[notebook.id]
        for submission in gradebook.find_assignment(assignment).submissions
        for notebook in submission.notebooks
        if notebook.id in keys
    }


def set_finished(db: sqlalchemy.orm.Session, notebook_id: str, key: str | None) -> None:
    """Remember what was recorded and returned; None if that is no longer so."""
    _FINISHED.create(db.connection(), checkfirst=True)
    db.execute(_FINISHED.delete().where(_FINISHED.c.notebook_id == notebook_id))
    if key is not None:
        db.execute(_FINISHED.insert().values(notebook_id=notebook_id, key=key))
