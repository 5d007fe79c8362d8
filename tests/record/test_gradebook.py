"""The gradebook as it is used for the steps of one submission."""

import sqlite3
from pathlib import Path

import pytest
import sqlalchemy
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy.engine import Engine

from graders.batch.local import LocalWorkers
from graders.record.converters import one_submission
from tests.conftest import IMPORTS
from tests.grading_course import Class


@pytest.mark.exhaustive
def test_tables_are_looked_for_once_for_a_submission(tmp_path):
    url = f"sqlite:///{tmp_path / 'gradebook.db'}"
    with Gradebook(url) as gradebook:
        gradebook.add_student("ada")
    before = api.create_engine, Gradebook.__init__
    statements: list[str] = []

    def keep(connection, cursor, statement, *_):
        statements.append(statement)

    sqlalchemy.event.listen(Engine, "before_cursor_execute", keep)
    try:
        with one_submission():
            for _ in range(2):
                statements.clear()
                with Gradebook(url) as gradebook:
                    assert [student.id for student in gradebook.students] == ["ada"]
                    assert gradebook.engine is api.create_engine(url, echo=False, future=True)
                    assert gradebook.course_id == "default_course"
            assert not any("PRAGMA" in statement for statement in statements)
        with Gradebook(url):
            assert any("PRAGMA" in statement for statement in statements)
    finally:
        sqlalchemy.event.remove(Engine, "before_cursor_execute", keep)
    assert (api.create_engine, Gradebook.__init__) == before  # nothing stays patched


@pytest.mark.exhaustive
def test_a_gradebook_that_was_replaced_is_found_by_the_next_submission(tmp_path):
    file = Path(tmp_path, "gradebook.db")
    for student in ("ada", "carl"):
        with one_submission():
            for added in (True, False):
                with Gradebook(f"sqlite:///{file}") as gradebook:
                    if added:
                        gradebook.add_student(student)
                    assert [s.id for s in gradebook.students] == [student]
        file.unlink()


@pytest.mark.exhaustive
def test_no_table_with_a_row_for_each_cell_of_the_class_is_read_from_end_to_end(tmp_path):
    course = Class(tmp_path / "course", 2)
    course.grade(LocalWorkers(1, imports=IMPORTS), students=["s0"])
    said = []

    def keep(connection, cursor, statement, parameters, context, many):
        said.append((statement, parameters[0] if many else parameters))

    sqlalchemy.event.listen(Engine, "before_cursor_execute", keep)
    try:
        course.grade(LocalWorkers(1, imports=IMPORTS), students=["s1"])
    finally:
        sqlalchemy.event.remove(Engine, "before_cursor_execute", keep)
    asked = [(s, p) for s, p in said if s.startswith("SELECT")]
    assert len(asked) > 5
    with sqlite3.connect(course.folder / "gradebook.db") as database:
        for statement, parameters in asked:
            plan = database.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [step for *_, step in plan]
            assert not {"SCAN grade", "SCAN comment"} & set(steps), statement
