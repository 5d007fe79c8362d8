"""The points, comments and bonus of persons, kept for the answer that they were given for.

nbgrader's gradebook holds them for the cell, whatever a student hands in next. Here a table beside
nbgrader's own remembers which answer they belong to, so that they stay as long as the answer does,
wait beside a changed one, and come back with the old one.
"""

import json
from dataclasses import astuple, dataclass, replace

import sqlalchemy
from nbformat import NotebookNode
from sqlalchemy.orm import Session

from graders.files import digest
from graders.intake.written import FOUND
from graders.notebook.answers import bare, defined, is_large, is_students, reached
from graders.notebook.exercises import Exercise, exercises_of, grade_id, is_solution
from graders.notebook.results import CHANGED, submitted

_ANSWERS = sqlalchemy.Table(
    "graders_answers",
    sqlalchemy.MetaData(),
    sqlalchemy.Column("notebook_id", sqlalchemy.String(32), primary_key=True),
    sqlalchemy.Column("exercise", sqlalchemy.String(255), primary_key=True),
    sqlalchemy.Column("digest", sqlalchemy.String(64), primary_key=True),
    sqlalchemy.Column("text", sqlalchemy.Text, nullable=False),
    # What persons gave for it, by `grade_id`, as JSON.
    sqlalchemy.Column("given", sqlalchemy.Text, nullable=False),
    # The answer with the highest is in the gradebook.
    sqlalchemy.Column("number", sqlalchemy.Integer, nullable=False),
)
# Gradebooks of version 0.1 have this one: a digest of all answers together.
_WHOLE = sqlalchemy.Table(
    "graders_submission",
    sqlalchemy.MetaData(),
    sqlalchemy.Column("notebook_id", sqlalchemy.String(32), primary_key=True),
    sqlalchemy.Column("digest", sqlalchemy.String(64), nullable=False),
)
UNKNOWN = ""  # the digest of an answer that an older version recorded


@dataclass(frozen=True)
class Answer:
    """A student's answer to an exercise, and the cells that it is graded and commented by.

    The text is what a person reads.
    """

    exercise: str
    cells: tuple[str, ...]
    digest: str
    text: str


@dataclass(frozen=True)
class Given:
    """What persons gave for one cell."""

    score: float | None = None
    extra: float | None = None
    comment: str | None = None

    @property
    def points(self) -> bool:
        """Whether points are among it."""
        return self.score is not None or bool(self.extra)

    def __bool__(self) -> bool:
        return self.points or bool(self.comment)


@dataclass(frozen=True)
class Earlier:
    """An answer, with what persons gave for it by cell; it is not known if an old version had it.

    Of the answer that is in the gradebook nothing is kept here: it stands there.
    """

    digest: str
    text: str
    given: dict[str, Given]

    @property
    def known(self) -> bool:
        """Whether the text is."""
        return self.digest != UNKNOWN

    def gave_points(self, cell: str) -> bool:
        """Whether a person gave points for a cell."""
        return cell in self.given and self.given[cell].points


def answers_of(notebook: NotebookNode) -> list[Answer]:
    """Return the answers in a notebook.

    A written answer is its cell with the pictures in it, or, where the cell is as it was released,
    the student's own cells up to the next exercise. The answer to an exercise in code is its
    solution and those cells of the student's that define what it may come to call.
    """
    return [_answer(notebook, exercise) for exercise in exercises_of(notebook)]


def _answer(notebook: NotebookNode, exercise: Exercise) -> Answer:
    solution = exercise.solution
    if not exercise.written:
        names, whole = reached(notebook, exercise), is_large(notebook)
        parts = [
            bare(cell.source)
            for cell in notebook.cells
            if cell is not solution and is_students(cell)
            if whole or names & defined(cell.source)
        ]
    elif submitted(solution) != CHANGED:
        parts = [bare(cell.source) for cell in beside(notebook, solution)]
    else:
        parts = [solution.get("attachments", {})]
    cells = dict.fromkeys([exercise.name, *(grade_id(cell) for cell in exercise.graded)])
    source = bare(solution.source)
    if source.startswith(FOUND):  # where it was found is no part of it
        source = source.partition("\n")[2].strip()
    return Answer(exercise.name, tuple(cells), digest(source, parts), solution.source)


def beside(notebook: NotebookNode, solution: NotebookNode) -> list[NotebookNode]:
    """Return the student's own cells between the exercise before and the one after."""
    found: list[NotebookNode] = []
    for cell in notebook.cells:
        if cell is solution:
            continue
        if is_solution(cell):
            if any(one is solution for one in notebook.cells[: notebook.cells.index(cell)]):
                break
            found = []
        elif is_students(cell):
            found.append(cell)
    return found


class Kept:
    """What is kept of the answers in one submitted notebook; nothing is committed here.

    Parameters
    ----------
    whole : str
        A digest of all answers, by which an older version told one submission from another.
    """

    def __init__(self, db: Session, notebook_id: str, whole: str):
        self._db, self._notebook = db, notebook_id
        _ANSWERS.create(db.connection(), checkfirst=True)
        query = sqlalchemy.select(_ANSWERS).where(_ANSWERS.c.notebook_id == notebook_id)
        # By exercise, the one that is in the gradebook last.
        self._found: dict[str, list[Earlier]] = {}
        for row in db.execute(query.order_by(_ANSWERS.c.number)):
            given = {cell: Given(*values) for cell, values in json.loads(row.given).items()}
            found = self._found.setdefault(row.exercise, [])
            found.append(Earlier(row.digest, row.text, given))
        self._is_same = not self._found and _recorded_by_an_older_version(db, notebook_id) == whole

    def turn_to(self, answer: Answer, given: dict[str, Given]) -> dict[str, Given] | None:
        """Note which answer is recorded now; what is in the gradebook was for the one before.

        Returns
        -------
        dict of str to Given or None
            None if it is the same answer; otherwise what was given for this one in the past.
        """
        found = self._found.setdefault(answer.exercise, [])
        if found and found[-1].digest == answer.digest:
            return None
        before = found.pop() if found else Earlier(UNKNOWN, "", {})
        is_same = self._is_same and before.digest == UNKNOWN
        if any(given.values()) and not is_same:
            found.append(replace(before, given={cell: one for cell, one in given.items() if one}))
        past = next((one.given for one in found if one.digest == answer.digest), {})
        found[:] = [one for one in found if one.digest != answer.digest]
        found.append(Earlier(answer.digest, answer.text, {}))
        self._write(answer.exercise)
        return None if is_same else past

    def earlier(self, exercise: str) -> Earlier | None:
        """Return the last answer but the present one for which a person gave something."""
        return next((one for one in reversed(self._found[exercise][:-1])), None)

    def _write(self, exercise: str) -> None:
        columns = _ANSWERS.c
        mine = (columns.notebook_id == self._notebook) & (columns.exercise == exercise)
        self._db.execute(_ANSWERS.delete().where(mine))
        for number, one in enumerate(self._found[exercise]):
            given = {cell: astuple(values) for cell, values in one.given.items()}
            row: dict[str, object] = {
                "notebook_id": self._notebook,
                "exercise": exercise,
                "number": number,
            }
            row |= {"digest": one.digest, "text": one.text, "given": json.dumps(given)}
            self._db.execute(_ANSWERS.insert().values(row))


def present(db: Session, notebooks: list[str]) -> dict[tuple[str, str], tuple[str, str]]:
    """Return digest and text of the answers that are recorded now, by notebook and exercise.

    What was not recorded since this version is not among them.
    """
    if not sqlalchemy.inspect(db.connection()).has_table(_ANSWERS.name):
        return {}
    query = sqlalchemy.select(_ANSWERS).where(_ANSWERS.c.notebook_id.in_(notebooks))
    rows = db.execute(query.order_by(_ANSWERS.c.number))  # the last of each is the present one
    return {(row.notebook_id, row.exercise): (row.digest, row.text) for row in rows}


def _recorded_by_an_older_version(db: Session, notebook_id: str) -> str | None:
    if not sqlalchemy.inspect(db.connection()).has_table(_WHOLE.name):
        return None
    query = sqlalchemy.select(_WHOLE.c.digest).where(_WHOLE.c.notebook_id == notebook_id)
    return db.execute(query).scalar()
